/* push_sink: an APNs-shaped HTTP/2 server for benchmarks and fault tests. Loopback only. Never part of the product.
 *
 * Build:  apt-get install -y libnghttp2-dev libssl-dev gcc
 *         gcc -O2 -pthread -o push_sink push_sink.c (bench/push.py does it) -lnghttp2 -lssl -lcrypto
 * Keys:   openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 30 -subj /CN=localhost   (in the working directory)
 * Run:    ./push_sink -p PORT [-m MAX_STREAMS] [-g GOAWAY_AFTER_N] [-k RESET_AFTER_N] [-d DELAY_US_PER_READ] [-1]
 *         -g  graceful GOAWAY after N requests on a connection; -k  TCP reset after N; -1  one stream until the first request, then -m
 * Answers: 200 with the request's apns-id; by token prefix: dead -> 410 Unregistered, bad0 -> 400 BadDeviceToken,
 *         0429 -> 429, 0503 -> 503; a body over 4,096 bytes -> 413. GET /stats -> {"total","dup","ok","err","conns","goaways"}
 *         dup counts device paths accepted more than once. Costs about 4 us of CPU per request.
 */
#define _GNU_SOURCE
#include <nghttp2/nghttp2.h>
#include <openssl/ssl.h>
#include <openssl/err.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <errno.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <arpa/inet.h>
#include <poll.h>
#include <time.h>
#include <stdint.h>
static int max_streams=1000, goaway_after=0, require_id=0, delay_us=0, kill_after=0, first_one=0;
static volatile long total=0, dups=0, conns=0, st200=0, sterr=0, goaways=0;
#define HN (1<<25)
static uint64_t *hset; static uint64_t *hok;
static pthread_mutex_t hm=PTHREAD_MUTEX_INITIALIZER;
static uint64_t fnv(const char*s,size_t n){uint64_t h=1469598103934665603ULL;for(size_t i=0;i<n;i++){h^=(unsigned char)s[i];h*=1099511628211ULL;}return h?h:1;}
typedef struct {char id[40];int idlen;char path[160];int pathlen;int bytes;int32_t sid;} St;
typedef struct {nghttp2_session*s;SSL*ssl;long n;int want_goaway;int fd; int dead; int authed; int gone; int32_t last;} Cn;
static int on_begin(nghttp2_session*s,const nghttp2_frame*f,void*u){ if(f->hd.type==NGHTTP2_HEADERS){St*st=calloc(1,sizeof(St));st->sid=f->hd.stream_id;nghttp2_session_set_stream_user_data(s,f->hd.stream_id,st);}return 0;}
static int on_hdr(nghttp2_session*s,const nghttp2_frame*f,const uint8_t*n,size_t nl,const uint8_t*v,size_t vl,uint8_t fl,void*u){
  St*st=nghttp2_session_get_stream_user_data(s,f->hd.stream_id); if(!st)return 0;
  if(nl==7&&!memcmp(n,"apns-id",7)&&vl<=36){memcpy(st->id,v,vl);st->idlen=vl;}
  else if(nl==5&&!memcmp(n,":path",5)&&vl<160){memcpy(st->path,v,vl);st->pathlen=vl;}
  return 0;}
typedef struct{char b[512];int len;}Body;
static ssize_t rd(nghttp2_session*s,int32_t sid,uint8_t*buf,size_t len,uint32_t*fl,nghttp2_data_source*src,void*u){Body*b=src->ptr;int l=b->len;if((size_t)l>len)l=len;memcpy(buf,b->b,l);*fl|=NGHTTP2_DATA_FLAG_EOF;free(b);return l;}
static int on_data(nghttp2_session*s,uint8_t fl,int32_t sid,const uint8_t*d,size_t n,void*u){St*st=nghttp2_session_get_stream_user_data(s,sid);if(st)st->bytes+=n;return 0;}
#define NV(a,b,bl) {(uint8_t*)a,(uint8_t*)b,strlen(a),bl,NGHTTP2_NV_FLAG_NO_COPY_NAME}
static void respond(Cn*c,St*st,int32_t sid){
  if(c->gone&&sid>c->last)return;
  __sync_fetch_and_add(&total,1); c->n++;
  const char*status="200";const char*reason=NULL; int ts=0;
  const char*tok=st->pathlen>10?st->path+10:"";
  Body*b=NULL;
  if(!strncmp(st->path,"/stats",6)){ b=malloc(sizeof(Body)); b->len=snprintf(b->b,512,"{\"total\":%ld,\"dup\":%ld,\"ok\":%ld,\"err\":%ld,\"conns\":%ld,\"goaways\":%ld}",total,dups,st200,sterr,conns,goaways); }
  else if(!strncmp(tok,"dead",4)){status="410";reason="Unregistered";ts=1;}
  else if(!strncmp(tok,"bad0",4)){status="400";reason="BadDeviceToken";}
  else if(!strncmp(tok,"0429",4)){status="429";reason="TooManyRequests";}
  else if(!strncmp(tok,"0503",4)){status="503";reason="ServiceUnavailable";}
  else if(st->bytes>4096){status="413";reason="PayloadTooLarge";}
  if(reason){b=malloc(sizeof(Body)); b->len=ts?snprintf(b->b,512,"{\"reason\":\"%s\",\"timestamp\":1700000000000}",reason):snprintf(b->b,512,"{\"reason\":\"%s\"}",reason);__sync_fetch_and_add(&sterr,1);}
  else { __sync_fetch_and_add(&st200,1);
    if(st->pathlen>10){uint64_t h=fnv(st->path,st->pathlen);pthread_mutex_lock(&hm);uint64_t i=h&(HN-1);while(hset[i]&&hset[i]!=h)i=(i+1)&(HN-1);if(hset[i]==h)dups++;else hset[i]=h;pthread_mutex_unlock(&hm);} }
  char idb[40]; if(!st->idlen){static volatile long q=0;st->idlen=snprintf(st->id,40,"00000000-0000-4000-8000-%012lx",__sync_fetch_and_add(&q,1));}
  nghttp2_nv nv[]={NV(":status",status,3),NV("apns-id",st->id,st->idlen)};
  nv[1].flags=NGHTTP2_NV_FLAG_NO_COPY_NAME;
  if(b){nghttp2_data_provider p;p.source.ptr=b;p.read_callback=rd;nghttp2_submit_response(c->s,sid,nv,2,&p);}
  else nghttp2_submit_response(c->s,sid,nv,2,NULL);
  if(goaway_after&&c->n==goaway_after){c->gone=1;c->last=sid;nghttp2_submit_goaway(c->s,0,sid,0,(uint8_t*)"",0);__sync_fetch_and_add(&goaways,1);}
  if(kill_after&&c->n==kill_after){c->dead=1;}
  if(first_one&&!c->authed){c->authed=1;nghttp2_settings_entry e={NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS,max_streams};nghttp2_submit_settings(c->s,0,&e,1);}
}
static int on_frame(nghttp2_session*s,const nghttp2_frame*f,void*u){Cn*c=u;
  if((f->hd.type==NGHTTP2_DATA||f->hd.type==NGHTTP2_HEADERS)&&(f->hd.flags&NGHTTP2_FLAG_END_STREAM)){St*st=nghttp2_session_get_stream_user_data(s,f->hd.stream_id);if(st)respond(c,st,f->hd.stream_id);}
  return 0;}
static int on_close(nghttp2_session*s,int32_t sid,uint32_t ec,void*u){St*st=nghttp2_session_get_stream_user_data(s,sid);free(st);return 0;}
static int alpn(SSL*s,const unsigned char**o,unsigned char*ol,const unsigned char*in,unsigned int il,void*a){if(nghttp2_select_next_protocol((unsigned char**)o,ol,in,il)<=0)return SSL_TLSEXT_ERR_NOACK;return SSL_TLSEXT_ERR_OK;}
static void flush(Cn*c){static __thread uint8_t big[65536];size_t n=0;for(;;){const uint8_t*d;ssize_t l=nghttp2_session_mem_send(c->s,&d);if(l<=0)break;if((size_t)l>sizeof(big)-n){if(SSL_write(c->ssl,big,n)<=0){c->dead=1;return;}n=0;}memcpy(big+n,d,l);n+=l;}
  if(n&&SSL_write(c->ssl,big,n)<=0)c->dead=1;}
static void*run(void*a){Cn*c=a;__sync_fetch_and_add(&conns,1);
  if(SSL_accept(c->ssl)<=0){goto out;}
  nghttp2_session_callbacks*cb;nghttp2_session_callbacks_new(&cb);
  nghttp2_session_callbacks_set_on_begin_headers_callback(cb,on_begin);
  nghttp2_session_callbacks_set_on_header_callback(cb,on_hdr);
  nghttp2_session_callbacks_set_on_frame_recv_callback(cb,on_frame);
  nghttp2_session_callbacks_set_on_stream_close_callback(cb,on_close);
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(cb,on_data);
  nghttp2_session_server_new(&c->s,cb,c);nghttp2_session_callbacks_del(cb);
  nghttp2_settings_entry e[]={{NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS,first_one?1:max_streams},{NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE,65535}};
  nghttp2_submit_settings(c->s,0,e,2); flush(c);
  // big connection window like a real server
  nghttp2_session_set_local_window_size(c->s,0,0,1<<24);flush(c);
  static __thread uint8_t buf[65536];
  while(!c->dead){int n=SSL_read(c->ssl,buf,sizeof buf);if(n<=0)break;
    if(delay_us)usleep(delay_us);
    ssize_t r=nghttp2_session_mem_recv(c->s,buf,n);if(r<0)break;
    if(c->dead)break; flush(c);
    if(!nghttp2_session_want_read(c->s)&&!nghttp2_session_want_write(c->s))break;}
  nghttp2_session_del(c->s);
out: if(c->gone&&!c->dead){SSL_shutdown(c->ssl);shutdown(c->fd,SHUT_WR);static __thread char sink[65536];struct timeval tv={3,0};setsockopt(c->fd,SOL_SOCKET,SO_RCVTIMEO,&tv,sizeof tv);while(read(c->fd,sink,sizeof sink)>0);}
 if(c->dead&&kill_after){struct linger l={1,0};setsockopt(c->fd,SOL_SOCKET,SO_LINGER,&l,sizeof l);}else SSL_shutdown(c->ssl);
  close(c->fd);SSL_free(c->ssl);free(c);return NULL;}
int main(int ac,char**av){int port=8443;for(int i=1;i<ac;i++){if(!strcmp(av[i],"-p"))port=atoi(av[++i]);else if(!strcmp(av[i],"-m"))max_streams=atoi(av[++i]);else if(!strcmp(av[i],"-g"))goaway_after=atoi(av[++i]);else if(!strcmp(av[i],"-k"))kill_after=atoi(av[++i]);else if(!strcmp(av[i],"-d"))delay_us=atoi(av[++i]);else if(!strcmp(av[i],"-1"))first_one=1;}
  hset=calloc(HN,8);signal(13,(void*)1);
  SSL_CTX*x=SSL_CTX_new(TLS_server_method());SSL_CTX_use_certificate_chain_file(x,"cert.pem");SSL_CTX_use_PrivateKey_file(x,"key.pem",SSL_FILETYPE_PEM);SSL_CTX_set_alpn_select_cb(x,alpn,NULL);
  int s=socket(AF_INET,SOCK_STREAM,0);int one=1;setsockopt(s,SOL_SOCKET,SO_REUSEADDR,&one,sizeof one);struct sockaddr_in a={.sin_family=AF_INET,.sin_port=htons(port)};a.sin_addr.s_addr=htonl(INADDR_LOOPBACK);
  if(bind(s,(void*)&a,sizeof a)||listen(s,128)){perror("bind");return 1;}
  for(;;){int fd=accept(s,NULL,NULL);if(fd<0)continue;setsockopt(fd,IPPROTO_TCP,TCP_NODELAY,&one,sizeof one);Cn*c=calloc(1,sizeof*c);c->fd=fd;c->ssl=SSL_new(x);SSL_set_fd(c->ssl,fd);pthread_t t;pthread_create(&t,NULL,run,c);pthread_detach(t);}
}
