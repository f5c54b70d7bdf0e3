"""Forms that cannot be done: nothing is stored, and the text comes back in a form that can be sent again."""
