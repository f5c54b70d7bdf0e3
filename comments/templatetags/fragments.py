"""Template tag for cached fragments that a preview can do without."""

from django import template
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.templatetags.cache import CacheNode, do_cache

register = template.Library()


class FragmentNode(Node):
    """A cached fragment. It is rendered anew where the context has `without_fragments`."""

    def __init__(self, cached: CacheNode):
        self.cached = cached
        self.nodelist = cached.nodelist

    def render(self, context: Context) -> str:
        if context.get("without_fragments"):
            return self.nodelist.render(context)
        return self.cached.render(context)


@register.tag("cache")
def parse_fragment(parser: Parser, token: Token) -> FragmentNode:
    """Parse the `{% cache %}` of Django, with the same arguments."""
    return FragmentNode(do_cache(parser, token))
