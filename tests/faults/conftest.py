from tests.ideas.conftest import make_board, make_idea, said  # noqa: F401
