"""The list of cases, page by page."""


def test_the_button_before_leads_from_the_third_page_of_cases_to_the_second(
    make_case, make_champion, sign_in, make_post
):
    post = make_post()
    for _n in range(60):
        make_case(post=post)
    client = sign_in(make_champion())
    second = client.get(client.get("/cases/").context["older"])
    third = client.get(second.context["older"])
    back = client.get(third.context["newer"])
    assert back.context["page"].rows == second.context["page"].rows
    first = client.get(back.context["newer"])
    assert first.context["page"].rows == client.get("/cases/").context["page"].rows
    assert not first.context["newer"]
