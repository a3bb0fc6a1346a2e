"""实时订阅 (W3C WebSub): hubs that tell us of news. They hurry polling and never replace it."""
