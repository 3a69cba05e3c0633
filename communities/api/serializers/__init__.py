"""What goes out and what may come in, field by field: plain serializers over the rows of feeds."""
