from django.contrib.auth.decorators import login_required
from django.urls import path

from comments.views import crisis_help, discussion, feeds, flags, my_posts, public_log
from comments.views.moderation import (
    author,
    bulk_actions,
    decisions,
    notes,
    queue,
    sanctions,
    spam_score,
    statistics,
    undo,
)

app_name = "comments"
urlpatterns = [
    path("threads/<int:thread_id>/comments/", discussion.post_comment, name="post"),
    path("threads/<int:thread_id>/reply/", discussion.reply_form, name="reply"),
    path("threads/<int:thread_id>/latest/", discussion.latest_number, name="latest_number"),
    path("threads/<int:thread_id>/flag/", flags.flag_form, name="flag"),
    path("threads/<int:thread_id>/flags/", flags.flag_post, name="flags"),
    path("threads/<int:thread_id>/flagged/", flags.flag_received, name="flagged"),
    path("house-rules/", discussion.house_rules, name="house_rules"),
    path("help/", crisis_help.crisis_help, name="crisis_help"),
    path("feeds/posts.<str:form>", feeds.newest_posts_feed, name="feed"),
    path("posts/", my_posts.my_posts, name="my_posts"),
    path("posts/own/<int:key>/", login_required(my_posts.manage_post), name="own_post_manage"),
    path("posts/own/<int:key>/edit/", login_required(my_posts.edit_post), name="own_post_edit"),
    path("posts/own/<int:key>/delete/", login_required(my_posts.delete_post), name="own_post_delete"),
    path("posts/own/<int:key>/appeal/", login_required(my_posts.file_appeal), name="own_post_appeal"),
    path("posts/<str:key>/", my_posts.manage_post, name="guest_post_manage"),
    path("posts/<str:key>/edit/", my_posts.edit_post, name="guest_post_edit"),
    path("posts/<str:key>/delete/", my_posts.delete_post, name="guest_post_delete"),
    path("posts/<str:key>/appeal/", my_posts.file_appeal, name="guest_post_appeal"),
    path("moderation/", queue.show_queue_page, name="queue"),
    path("moderation/all/", bulk_actions.apply_bulk_action, name="bulk_action"),
    path("moderation/comments/<int:pk>/", queue.show_case, name="case"),
    path("moderation/comments/<int:pk>/leave/", queue.release_claim, name="release_claim"),
    path("moderation/log/", public_log.public_log, name="public_log"),
    path("moderation/log.atom", public_log.public_log_feed, name="public_log_feed"),
    path("moderation/statistics/", statistics.moderation_statistics, name="statistics"),
    path("moderation/comments/<int:pk>/sanction/", sanctions.sanction_author, name="sanction"),
    path("moderation/comments/<int:pk>/notes/", notes.add_note, name="add_note"),
    path("moderation/comments/<int:pk>/notes/<int:note_pk>/delete/", notes.delete_note, name="delete_note"),
    path("moderation/authors/<int:pk>/", author.show_author, name="moderation_author"),
    path("moderation/authors/<int:pk>/sanctions/<int:sanction_pk>/", sanctions.lift_sanction, name="lift_sanction"),
    path("moderation/spam-score/", spam_score.spam_score_report, name="spam_score"),
    path("moderation/decisions/", decisions.decisions, name="decisions"),
    path("moderation/undo/", undo.undo_decisions, name="undo"),
]
