//! Which event mentions of different articles are one event.
