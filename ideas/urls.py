from django.urls import path, re_path, register_converter
from django.urls.converters import StringConverter

from ideas.views import (
    boards,
    comments,
    decision_parts,
    decisions,
    drafts,
    evidence,
    exports,
    feeds,
    figures,
    files,
    following,
    ideas,
    imports,
    mentions,
    outcomes,
    review,
    trials,
)

VIEW = "judged|waiting|proven|unproven|harmful|patents|savings|barriers"


class LineConverter(StringConverter):
    """What a line of the register is."""

    regex = "patents|savings|barriers"


register_converter(LineConverter, "line")

app_name = "ideas"
urlpatterns = [
    path("ideas/", boards.boards, name="boards"),
    path("ideas/boards/new/", boards.new_board, name="new_board"),
    path("ideas/boards/<int:pk>/", boards.board, name="board"),
    path("ideas/boards/<int:pk>/change/", boards.edit_board, name="edit_board"),
    path("ideas/boards/<int:pk>/close/", boards.close_board, name="close_board"),
    path("ideas/boards/<int:pk>/reopen/", boards.reopen_board, name="reopen_board"),
    path("ideas/boards/<int:pk>/new/", ideas.new_idea, name="new_idea"),
    path("ideas/boards/<int:pk>/similar/", ideas.similar, name="similar"),
    path("ideas/boards/<int:pk>/draft/", drafts.keep_draft, name="keep_draft"),
    path("ideas/boards/<int:pk>/draft/discard/", drafts.discard_draft, name="discard_draft"),
    path("ideas/boards/<int:pk>/draft/bring-back/", drafts.bring_draft_back, name="bring_draft_back"),
    path("ideas/review/", review.review, name="review"),
    path("ideas/mine/", ideas.mine, name="mine"),
    path("ideas/<int:pk>/", ideas.idea, name="idea"),
    path("ideas/<int:pk>/change/", ideas.edit_idea, name="edit_idea"),
    path("ideas/<int:pk>/vote/", ideas.vote, name="vote"),
    path("ideas/<int:pk>/take-vote-back/", ideas.take_vote_back, name="take_vote_back"),
    path("ideas/<int:pk>/object/", ideas.object_to, name="object_to"),
    path("ideas/<int:pk>/decide/", ideas.decide, name="decide"),
    path("ideas/followed/", following.followed, name="followed"),
    path("ideas/<int:pk>/follow/", following.follow, name="follow"),
    path("ideas/<int:pk>/unfollow/", following.unfollow, name="unfollow"),
    path("ideas/<int:pk>/evidence/", evidence.evidence, name="evidence"),
    path("ideas/evidence/<int:pk>/remove/", evidence.remove_evidence, name="remove_evidence"),
    path("ideas/evidence/<int:pk>/restore/", evidence.restore_evidence, name="restore_evidence"),
    path("ideas/<int:pk>/files/", files.add_files, name="add_files"),
    path("ideas/files/<int:pk>/", files.file, name="file"),
    path("ideas/files/<int:pk>/describe/", files.describe_file, name="describe_file"),
    path("ideas/files/<int:pk>/remove/", files.remove_file, name="remove_file"),
    path("ideas/files/<int:pk>/restore/", files.restore_file, name="restore_file"),
    path("ideas/<int:pk>/people/", mentions.people, name="people"),
    path("ideas/<int:pk>/comment/", comments.comment, name="comment"),
    path("ideas/<int:pk>/test/", trials.new_trial, name="new_trial"),
    path("ideas/<int:pk>/test/end/", trials.end_trial, name="end_trial"),
    path("ideas/<int:pk>/test/resume/", trials.resume_trial, name="resume_trial"),
    path("ideas/<int:pk>/testers/", trials.testers, name="testers"),
    path("ideas/figures/", figures.figures, name="figures"),
    re_path(r"^ideas/figures\.(?P<kind>csv|xlsx)$", figures.figures_file, name="figures_file"),
    path("ideas/outcomes/", outcomes.outcomes, name="outcomes"),
    re_path(
        rf"^ideas/outcomes/(?P<view>{VIEW})\.(?P<kind>csv|xlsx)$",
        outcomes.outcomes_file,
        name="outcomes_file",
    ),
    path("ideas/<int:pk>/dissent/", outcomes.dissent, name="dissent"),
    path("ideas/<int:pk>/<line:what>/new/", outcomes.new_entry, name="new_entry"),
    path("ideas/<line:what>/<int:pk>/change/", outcomes.edit_entry, name="edit_entry"),
    path("ideas/<line:what>/<int:pk>/remove/", outcomes.remove_entry, name="remove_entry"),
    path("ideas/<line:what>/<int:pk>/restore/", outcomes.restore_entry, name="restore_entry"),
    path("ideas/comments/<int:pk>/change/", comments.edit_comment, name="edit_comment"),
    path("ideas/comments/<int:pk>/hide/", comments.hide_comment, name="hide_comment"),
    path("ideas/feed/<str:token>/", feeds.feed, name="feed"),
    path("ideas/boards/<int:pk>/outside/", boards.outside, name="outside"),
    path("ideas/imports/", imports.imports, name="imports"),
    path("ideas/imports/<int:pk>/", imports.import_page, name="import"),
    path("ideas/imports/<int:pk>/mapping/", imports.import_mapping, name="import_mapping"),
    path("ideas/imports/<int:pk>/refused.csv", exports.refused, name="import_refused"),
    path("ideas/imports/<int:pk>/<slug:job>/", imports.import_ask, name="import_ask"),
    path("ideas/boards/<int:pk>/export/<slug:what>.<slug:kind>", exports.export, name="export"),
    path("ideas/moves/<int:pk>/decision/", decisions.decide_by_move, name="decide_by_move"),
    path("decisions/", decisions.decisions, name="decisions"),
    re_path(r"^decisions\.(?P<kind>csv|xlsx)$", decisions.decisions_file, name="decisions_file"),
    path("decisions/new/", decisions.new_decision, name="new_decision"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("decisions/<int:pk>/edit/", decisions.edit_decision, name="edit_decision"),
    path("decisions/<int:pk>/revisit/", decisions.revisit, name="revisit"),
    path("decisions/<int:pk>/evidence/", decision_parts.decision_evidence, name="decision_evidence"),
    path("decisions/<int:pk>/metric/", decision_parts.keep_metric, name="keep_metric"),
    path("decisions/<int:pk>/cite/", decision_parts.cite_idea, name="cite_idea"),
    path("decisions/<int:pk>/cited/<int:cited>/remove/", decision_parts.cite_no_more, name="cite_no_more"),
    path("decisions/<int:pk>/follow-ups/", decision_parts.follow_up, name="follow_up"),
    path(
        "decisions/evidence/<int:pk>/remove/",
        decision_parts.remove_decision_evidence,
        name="remove_decision_evidence",
    ),
    path(
        "decisions/evidence/<int:pk>/restore/",
        decision_parts.restore_decision_evidence,
        name="restore_decision_evidence",
    ),
]
