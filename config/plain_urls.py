"""The pages that PlainMiddleware answers, past sessions and sign-in."""

from employees.urls import plain as of_employees
from feedback.urls import plain as of_feedback
from ideas.urls import plain as of_ideas

urlpatterns = [*of_feedback, *of_employees, *of_ideas]
