//! Finding the articles below a folder.
