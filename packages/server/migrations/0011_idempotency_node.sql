-- Which server node is answering a request with an Idempotency-Key: when that node is gone, the key may be used again at once.
alter table idempotency add column node integer;
