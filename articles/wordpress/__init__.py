"""WordPress files (WXR): read, turned into Markdown, and taken in."""
