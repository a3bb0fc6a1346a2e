"""登录身份: what proves that an anonymous resident is a person: a phone number, or an account elsewhere."""
