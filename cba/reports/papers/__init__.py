"""Papers for those who decide and fund: policy paper and funding annexes, from a results document."""
