//! Who is the same across articles: spelling variants, initials, acronyms, titles; two people with one surname stay
//! two.
