"""What the fault tests share: houses that lose power, stores that break, and a witness outside the house."""
