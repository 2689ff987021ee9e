"""Copydesk finds and mends what a CMS, a wire feed, a scraper or OCR left in articles."""

__version__ = "0.1.0"
