"""Words that are watched for, however they are disguised, and names that read like others'.

Knows letters and words, and nothing else of this site.
"""
