"""厂商通道: what phone makers' and aggregators' push services allow, and the ids they give out."""
