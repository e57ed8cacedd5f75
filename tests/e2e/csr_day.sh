#!/bin/bash
# A day at a desk: what is typed, what is answered, word for word.
. "$(dirname "$0")/data/e2e.sh"
export CSR_DESK=$PWD/day.db

day() {
    csr init --name "Bikes & Co." --currency CZK --zone Europe/Prague --language cs --calling-code 420
    csr agent add alena --name "Alena Malá"
    csr agent add boris --name "Boris Nový" --email boris@bikes.example --table
    csr agent add dana --role manager
    csr team add Workshop --lead dana --note "Repairs and spare parts"
    csr team join Workshop alena
    csr team join workshop BORIS
    csr member list --team Workshop --table
    csr skill set alena "wheel building" --level 5
    csr skill set alena cs --kind language
    csr skill list alena --table
    csr contact-point add counter "Counter, ground floor" --responsible alena --team Workshop
    csr contact_point list --table

    csr customer identify email jana@example.org --name "Jana Nováková" --language cs
    csr customer get jana@example.org --table
    csr identity add phone "+420 777 123 456" --customer email:jana@example.org --verified --json
    csr customer get "+420777123456"
    csr customer change phone:+420777123456 --note "Knows her bike better than we do" --familiarity expert
    csr customer add "Kurýr s.r.o." --kind organisation --table
    csr customer list --limit 1 --table
    csr customer list --all --table
    csr customer tag jana@example.org vip

    csr ticket open "The back wheel wobbles" --customer email:jana@example.org --kind complaint --fault company \
        --team Workshop --priority high --due-at "2199-01-02 15:00"
    csr ticket open "When do you open on Sunday?" --table
    printf 'She came twice already.\nBe kind.\n' >note.txt
    csr interaction add counter --ticket T-1 --agent alena --tone upset --body "The wheel wobbles again." --table
    csr interaction add note --ticket '#1' --agent alena --body @note.txt --label "first look" --occurred-at 2020-02-29T12:00Z
    echo "Typed on standard input." | csr interaction add email --ticket 1 --body @- --subject "Re: wheel"
    csr interaction list --ticket T-1 --table
    csr ticket list --table
    csr ticket queue --team workshop --table
    csr ticket count --team workshop --table
    csr --as alena ticket move T-1 open
    csr --as alena ticket change T-1 --assignee alena --priority urgent
    csr ticket change T-1 --assignee '' --clear due-at
    csr ticket tag T-1 "second visit"
    csr tag list --subject T-1 --table
    csr tag list --tag VIP --table
    csr --as alena ticket move T-1 waiting_customer --reason "Asked for the receipt"
    csr ticket move T-1 resolved
    csr ticket move T-1 resolved --resolution repaired --resolution-note "New spokes, no charge"
    csr ticket get T-1 --table
    csr ticket get 1
    csr ticket reopen T-1 --reason "It wobbles still" --table
    csr ticket find --number T-1 --table
    csr ticket list --order customer --customer jana@example.org --table
    csr history T-1 --table
    csr history T-1 --limit 1
    csr history jana@example.org --table --ids

    csr bookmark set reader --value 17
    csr bookmark get reader
    csr policy current lifecycle --table
    csr call ticket.count '{"queue":"active"}'
    echo '{"number":2}' | csr call ticket.find -
    csr call ticket.nope
    csr settings change --display-offset +02:00 --table
    csr settings --table
    csr ticket list --limit 1 --table
    csr stats --table
    csr verify --table
    csr version
}

day >day.raw
python3 "$data/normalise.py" <day.raw >day.txt
golden day.golden day.txt
