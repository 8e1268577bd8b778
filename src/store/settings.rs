//! `copydesk.toml`: what a folder says of its articles and of the rules.
