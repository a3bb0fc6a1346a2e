// sideshow/apns2 against the sink: bench/push.py builds and runs it where Go is at hand.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/sideshow/apns2"
	"github.com/sideshow/apns2/token"
	"golang.org/x/net/http2"
)

const atOnce = 500

func cpu() float64 {
	var used syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return float64(used.Utime.Nano()+used.Stime.Nano()) / 1e9
}

func main() {
	var todo struct {
		Port       int    `json:"port"`
		CA         string `json:"ca"`
		Key        string `json:"key"`
		Body       string `json:"body"`
		Tokens     string `json:"tokens"`
		Topic      string `json:"topic"`
		CollapseID string `json:"collapse_id"`
	}
	json.Unmarshal([]byte(os.Args[1]), &todo)
	key, err := token.AuthKeyFromFile(todo.Key)
	if err != nil {
		panic(err)
	}
	roots := x509.NewCertPool()
	pem, _ := os.ReadFile(todo.CA)
	roots.AppendCertsFromPEM(pem)
	body, _ := os.ReadFile(todo.Body)
	raw, _ := os.ReadFile(todo.Tokens)
	var tokens []string
	json.Unmarshal(raw, &tokens)
	client := apns2.NewTokenClient(&token.Token{AuthKey: key, KeyID: "KEY0000001", TeamID: "TEAM000001"})
	client.Host = "https://127.0.0.1:" + strconv.Itoa(todo.Port)
	client.HTTPClient = &http.Client{Transport: &http2.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	start, before := time.Now(), cpu()
	work := make(chan string, atOnce)
	var group sync.WaitGroup
	var lock sync.Mutex
	done := 0
	for i := 0; i < atOnce; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			mine := 0
			for device := range work {
				answer, err := client.Push(&apns2.Notification{DeviceToken: device, Topic: todo.Topic,
					CollapseID: todo.CollapseID, PushType: apns2.PushTypeAlert, Priority: 10,
					Expiration: time.Now().Add(24 * time.Hour), Payload: body})
				if err == nil && answer.Sent() {
					mine++
				}
			}
			lock.Lock()
			done += mine
			lock.Unlock()
		}()
	}
	for _, device := range tokens {
		work <- device
	}
	close(work)
	group.Wait()
	fmt.Printf("{\"done\": %d, \"cpu\": %f, \"wall\": %f}\n", done, cpu()-before, time.Since(start).Seconds())
}
