"""What the dialogue engine adds to Rasa: pure language rules, and the thin Rasa components that apply them."""
