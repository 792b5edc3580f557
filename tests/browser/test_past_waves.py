"""Past waves of another tool, from the pasted table to where they stand apart."""

import pytest

from employees.models import PastWave
from tests.browser.watching import overflow

pytestmark = [pytest.mark.browser, pytest.mark.committing]
TABLE = (
    "wave\tclosed\tteam\tparent\tasked\tn\tpromoters\tpassives\tdetractors\tscore\n"
    "Spring 2023\t2023-05-31\t\t\t80\t64\t28\t20\t16\t32\n"
    "Spring 2023\t2023-05-31\tNorth\t\t42\t34\t14\t12\t8\t29\n"
    "Spring 2023\t2023-05-31\tSouth\t\t34\t27\t13\t8\t6\t37\n"
    "Spring 2023\t2023-05-31\tShop 9\t\t4\t3\t1\t0\t2\t-33\n"
    "Autumn 2023\t2023-11-30\t\t\t80\t60\t25\t15\t20\t8\n"
    "Autumn 2023\t2023-11-30\tNorth\t\t42\t34\t14\t12\t8\t18\n"
)


@pytest.mark.parametrize(("width", "dark", "javascript"), [(320, True, False), (1200, False, True)])
def test_a_pasted_table_is_looked_at_and_comes_in(
    acme, make_employee, browse, assert_accessible, width, dark, javascript
):
    page = browse(acme, make_employee(is_admin=True), width=width, dark=dark, javascript=javascript)
    page.goto("/pulses/past/new/")
    page.get_by_label("Which tool asked?").fill("Other tool")
    page.get_by_label("Or paste the table here").fill(TABLE)
    page.get_by_role("button", name="Look at the table").click()
    assert overflow(page) == 0
    if javascript:
        assert_accessible(page)
    page.get_by_label("as we count").check()
    page.get_by_role("button", name="Bring it in").click()
    page.get_by_text("2 waves were brought in.").wait_for()
    assert overflow(page) == 0
    page.get_by_role("link", name="Spring 2023").click()
    page.goto("/pulses/past/")
    page.get_by_role("link", name="Autumn 2023").click()
    page.get_by_role("button", name="Take this wave back").click()
    page.get_by_text("1 wave was taken back.").wait_for()
    assert PastWave.objects.count() == 1
