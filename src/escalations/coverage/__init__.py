"""Who is on call when, who is away, and which hours nobody able covers."""
