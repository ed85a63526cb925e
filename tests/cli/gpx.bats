load helper

# head: what GPX files begin with.
head_of_gpx() {
    printf '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Watch 5" xmlns="http://www.topografix.com/GPX/1/1">\n'
}

# point LAT TIME [INSIDE]
point() {
    printf '<trkpt lat="%s" lon="-70.7"><time>2026-05-%s</time>%s</trkpt>\n' "$1" "$2" "$3"
}

morning() {
    printf '<trk><name>Morning &amp; sun</name><cmt>flat</cmt><type>running</type><trkseg>\n'
    point 43.10 02T11:00:00Z '<ele>10</ele>'
    point 43.11 02T11:06:00Z '<ele>15</ele>'
    point 43.12 02T11:12:00Z '<ele>12.5</ele>'
    printf '</trkseg></trk>\n'
}

evening() {
    printf '<trk><type>10</type><trkseg>\n'
    point 43.10 03T20:00:00-04:00
    point 43.11 03T20:18:30-04:00
    printf '</trkseg></trk>\n'
}

@test "each track of a GPX file is a row: distance, gain, time, the day of its own clock, Strava's number for a sport" {
    { head_of_gpx && morning && evening && printf '</gpx>\n'; } >club.gpx
    run_tallypost convert club.gpx --to csv --bib 7 --as-of 2026-06-01 --quiet
    expect_status 0
    expect_err ''
    expect_out 'Registration ID,Bib No.,First Name,Last Name,Event Name,Activity Date,Tally Value,Elevation Gain,Time,Comment,Activity Type
,7,,,,2026-05-02,2223.902 m,5 m,12:00,flat,running
,7,,,,2026-05-03,1111.951 m,,18:30,,Walk'
    run_tallypost convert club.gpx --to ndjson --bib 7 --as-of 2026-06-01 --quiet
    expect_out_has '"line":3,"last_line":7,"index":0,' '"start_utc":"2026-05-02T11:00:00Z","distance_mm":2223902,' \
        '"line":8,"last_line":11,"index":1,' '"start_utc":"2026-05-04T00:00:00Z","distance_mm":1111951,'
}

@test "check says what a GPX file was read as" {
    { head_of_gpx && morning && printf '</gpx>\n'; } >club.gpx
    run_tallypost check club.gpx --bib 7 --as-of 2026-06-01
    expect_status 0
    expect_err ''
    expect_out 'tallypost check, as of 2026-06-01

club.gpx
  read as gpx, profile track, UTF-8
  1 row: 1 accepted, 0 rejected

accepted: 1.4 mi (2.2 km) in 12:00 (h:mm:ss)

1 of 1 row is ready'
}

@test "the same track comes out of a pipe, of a gzip file and of UTF-16" {
    { head_of_gpx && morning && printf '</gpx>\n'; } >a.gpx
    gzip -c a.gpx >b.gpx.gz
    sed 's/UTF-8/UTF-16/' a.gpx | iconv -f UTF-8 -t UTF-16LE >c.gpx
    run_tallypost convert a.gpx --to csv --bib 7 --as-of 2026-06-01 --quiet
    expected=$out
    for input in b.gpx.gz c.gpx; do
        run_tallypost convert $input --to csv --bib 7 --as-of 2026-06-01 --quiet
        expect_status 0
        expect_out "$expected"
    done
    run_tallypost convert - --to csv --bib 7 --as-of 2026-06-01 --quiet <a.gpx
    expect_out "$expected"
}

@test "routes and way points are no activities" {
    { head_of_gpx && printf '<wpt lat="1" lon="2"/><rte><rtept lat="1" lon="2"/></rte><rte/></gpx>\n'; } >plan.gpx
    run_tallypost check plan.gpx --bib 7 --as-of 2026-06-01
    expect_status 1
    expect_err 'plan.gpx: error: the file holds 2 routes, 1 way point, but no track [not-activities]'
}

@test "a file that breaks off gives the track so far, refused, and the tracks before" {
    { head_of_gpx && evening && morning | sed '$d' && printf '<trkpt lat="43.1'; } >cut.gpx
    run_tallypost check cut.gpx --bib 7 --as-of 2026-06-01
    expect_status 1
    expect_err 'cut.gpx:7: error: the file ends in line 11, before its last element does; what came before the break was used [input-truncated]'
    expect_out_has '2 rows: 1 accepted, 1 rejected'
}

@test "a GPX file that is something else is called by its name" {
    printf '<?xml version="1.0"?>\n<kml><Document/></kml>\n' >map.gpx
    run_tallypost check map.gpx --as-of 2026-06-01
    expect_status 1
    expect_err 'map.gpx: error: the file is a KML map; export the track as GPX [not-activities]'
}

@test "a TCX activity is what its laps say, in the time from its first to its last point" {
    cat >ride.tcx <<'X'
<?xml version="1.0"?>
<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities>
<Activity Sport="Biking"><Id>2026-05-02T11:00:00Z</Id>
<Lap StartTime="2026-05-02T11:00:00Z"><TotalTimeSeconds>600</TotalTimeSeconds><DistanceMeters>5000</DistanceMeters><Track>
<Trackpoint><Time>2026-05-02T11:00:00Z</Time><AltitudeMeters>10</AltitudeMeters><DistanceMeters>0</DistanceMeters></Trackpoint>
<Trackpoint><Time>2026-05-02T11:10:00Z</Time><AltitudeMeters>40</AltitudeMeters><DistanceMeters>4990</DistanceMeters></Trackpoint>
</Track></Lap>
<Lap StartTime="2026-05-02T11:15:00Z"><TotalTimeSeconds>300</TotalTimeSeconds><DistanceMeters>2500.5</DistanceMeters><Track>
<Trackpoint><Time>2026-05-02T11:15:00Z</Time><AltitudeMeters>40</AltitudeMeters><DistanceMeters>5000</DistanceMeters></Trackpoint>
<Trackpoint><Time>2026-05-02T11:20:00Z</Time><AltitudeMeters>20</AltitudeMeters><DistanceMeters>7490</DistanceMeters></Trackpoint>
</Track></Lap>
<Notes>windy</Notes></Activity>
</Activities></TrainingCenterDatabase>
X
    run_tallypost convert ride.tcx --to csv --bib 7 --as-of 2026-06-01 --quiet
    expect_status 0
    expect_out 'Registration ID,Bib No.,First Name,Last Name,Event Name,Activity Date,Tally Value,Elevation Gain,Time,Comment,Activity Type
,7,,,,2026-05-02,7500.5 m,30 m,20:00,windy,Biking'
    run_tallypost check ride.tcx --bib 7 --as-of 2026-06-01 --verbose
    expect_err 'ride.tcx:3: info: a pause of 5:00 from 2026-05-02 11:10:00 UTC on [track-paused]'
}

@test "TCX courses and planned workouts are no activities" {
    printf '<TrainingCenterDatabase><Courses><Course/></Courses><Workouts><Workout/><Workout/></Workouts></TrainingCenterDatabase>' >plan.tcx
    run_tallypost check plan.tcx --bib 7 --as-of 2026-06-01
    expect_status 1
    expect_err 'plan.tcx: error: the file holds 1 course, 2 planned workouts, but no activity [not-activities]'
}

@test "a comment for tracks that have none, when the event wants one" {
    point() { printf '<trkpt lat="43.%s" lon="-70"><time>2026-05-02T11:%s:00Z</time></trkpt>' "$1" "$2"; }
    points=$(point 10 00)$(point 11 06)
    printf '<gpx creator="Watch 9"><trk><name>Lunch</name><trkseg>%s</trkseg></trk></gpx>' "$points" >lunch.gpx
    printf '<gpx creator="Watch 9"><trk><name>Tea</name><cmt>windy</cmt><trkseg>%s</trkseg></trk></gpx>' "${points//05-02/05-03}" >tea.gpx
    comments() { sed 's/.*"tally_split_comment":\([^}]*\),"validated_pace.*/\1/' "$OUT"; }
    for wanted in 'title="Lunch"' 'device="Watch 9"' 'file="lunch.gpx"' '=null'; do
        printf '[event]\n%s\n' "${wanted%%=*}" | sed 's/^\([a-z]\+\)$/track_comment = \1/' >event.ini
        run_tallypost convert lunch.gpx tea.gpx --event event.ini --to ndjson --bib 7 --as-of 2026-06-01 --quiet
        expect_status 0
        [ "$(comments)" = "${wanted#*=}
\"windy\"" ]
    done
}
