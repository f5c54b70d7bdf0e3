"""What the desk of moderators is made of: queues, filters, pages of them, what is shown beside a
post, and errands that take several requests. No page is made here."""
