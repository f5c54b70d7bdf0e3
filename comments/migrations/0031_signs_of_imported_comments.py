"""Imported comments escaped signs with backslashes. In posts these are text now, so the signs that
would be marks are named by their numbers instead."""

import re

from django.db import migrations

ESCAPED = re.compile(r"(?P<code>(`+)(?!`).+?(?<!`)\2(?!`))|<(?P<address>https?://[^<>\s]+)>|\\(?P<sign>[!-/:-@\[-`{-~])")
MARKS = frozenset("*`\\<&]")
MARKS_AT_LINE_STARTS = frozenset(">-+~")


def convert(body):
    def name(found):
        if found["code"]:
            return found[0]
        if found["address"]:
            return f"[{found['address']}](<{found['address']}>)"
        sign = found["sign"]
        begins_line = not body[: found.start()].rpartition("\n")[2].strip(" \t>")
        is_mark = sign in MARKS or (begins_line and sign in MARKS_AT_LINE_STARTS)
        return f"&#{ord(sign)};" if is_mark else sign

    return ESCAPED.sub(name, body)


def convert_comments(apps, schema_editor):
    comments = apps.get_model("comments", "Comment").objects.using(schema_editor.connection.alias)
    imported = comments.filter(origins__isnull=False).distinct().only("body")
    for comment in imported.iterator(chunk_size=500):
        body = convert(comment.body)
        if body != comment.body:
            comments.filter(pk=comment.pk).update(body=body, sanitizer_version=0)


class Migration(migrations.Migration):
    dependencies = [("comments", "0030_crisis_phrases_of_admins")]
    operations = [migrations.RunPython(convert_comments, migrations.RunPython.noop)]
