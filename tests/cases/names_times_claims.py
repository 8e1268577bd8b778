from lib import *

def both(*rs):
    """all the results hold; the evidence of each"""
    return all(r[0] for r in rs),[r[1] for r in rs]
def either(*rs):
    return any(r[0] for r in rs),[r[1] for r in rs]
def not_flagged(d,code,words):
    ok,v=flagged(d,code,words); return not ok,v
def role_without(d,name,bad):
    v=role(d,name,'')[1]; return bool(v) and not any(bad.lower() in str(r).lower() for x in v for r in x),v

FURNITURE=('related','boilerplate','caption','byline','advertisement','newsletter','share','navigation','furniture','promo','note')

CASES = [
# ---------------------------------------------------------------- I: names
('I', 'particle capitalised at the start of a sentence',
 'Museum hires new curator\n\n'
 'The Tessel Museum of Glass has appointed Joost van der Meyden as its chief curator, the board announced on Monday.\n\n'
 'Van der Meyden, 46, spent eleven years at a gallery in Lund. The museum reopens in June after a long renovation.\n',
 {}, lambda w: one_chain(w.a, 'Joost van der Meyden', 'Van der Meyden'), 'one person'),
('I', 'months and a weekday as first names and surname; a real Sunday beside them',
 'Two sisters on one podium\n\n'
 'April Dunmore won the Carrow half marathon on Sunday in a course record. Eleven seconds later her younger sister, May Dunmore, crossed the line.\n\n'
 'Their coach, Rupert Friday, watched from the press van. The next race of the series is in Hollin.\n',
 {}, lambda w: both(two_chains(w.a, 'April Dunmore', 'May Dunmore'), mention(w.a, 'Rupert Friday'), no_mention(w.a, 'Sunday'), no_mention(w.a, 'May'), no_mention(w.a, 'Friday')), 'two sisters, one coach, no name “Sunday”'),
('I', 'nickname in quotation marks inside a name',
 'Longtime boxing trainer dies at 81\n\n'
 'Walter “Sparky” Denholm, who trained three national champions in a converted laundry, has died. He was 81.\n\n'
 'Denholm opened his gym in Port Averil in 1974. A memorial will be held at the town hall.\n',
 {}, lambda w: both(mention(w.a, 'Walter “Sparky” Denholm'), no_mention(w.a, 'Sparky'), one_chain(w.a, 'Walter “Sparky” Denholm', 'Denholm')), 'one name, one person'),
('I', 'initials before the surname; party tags in brackets',
 'Committee splits over water bill\n\n'
 'The state water bill failed by one vote in committee on Tuesday. Sen. Lila Corbett (R) voted against it, while Rep. Amos Trewin (D) supported it.\n\n'
 'The tie was broken by J. P. Ostrander, who chairs the panel. Later that day Ostrander left the building without taking questions.\n',
 {}, lambda w: both(one_chain(w.a, 'J. P. Ostrander', 'Ostrander'), no_mention(w.a, 'R'), no_mention(w.a, '(R)'), no_mention(w.a, 'D'), no_mention(w.a, '(D)')), 'one person; the tags are no organizations'),
('I', 'personal names inside a street and an e-mail address',
 'Police seek witnesses after bicycle theft\n\n'
 'Eleven bicycles were stolen overnight from a shed at 27 Franklin Hale Street, police said on Thursday. The lock had been cut.\n\n'
 'Anyone who saw a white van is asked to write to Rosa.Lindt@wexmoorpolice.example or to call the station in Wexmoor.\n',
 {}, lambda w: both(*[no_mention(w.a, n) for n in ('Franklin Hale', 'Franklin', 'Hale', 'Rosa', 'Lindt', 'Rosa.Lindt')]), 'no person in either address'),
('I', 'soft hyphens inside a name',
 'Orchestra names first woman conductor\n\n'
 'The Kaltenau Philharmonic will be led by Mar\u00adgarethe Hol\u00adsteiner from next season, the orchestra said. She is the first woman to hold the post.\n\n'
 'Holsteiner, a trained cellist, made her debut in the city in 2011. Tickets go on sale in May.\n',
 {}, lambda w: one_chain(w.a, 'Mar\u00adgarethe Hol\u00adsteiner', 'Holsteiner'), 'one person'),
('I', 'the same name once with combining accents (NFD), once precomposed (NFC)',
 'Swimmer banned for two years\n\n'
 'The swimming federation suspended Zoe\u0308 Lefe\u0300vre on Wednesday after a second missed drug test. The ban runs until the spring of 2026.\n\n'
 'Through her lawyer, Zo\u00eb Lef\u00e8vre said that she would appeal. A hearing is planned in Basmont.\n',
 {}, lambda w: one_chain(w.a, 'Zoe\u0308 Lefe\u0300vre', 'Zo\u00eb Lef\u00e8vre'), 'one person'),
('I', 'headline in capitals with a name; dateline right before a title',
 'FIRE CHIEF ULLA BRATT DEFENDS SLOW RESPONSE\n\n'
 'GRENSUND — Fire Chief Ulla Bratt told the town council on Monday that a closed bridge had held up her crews.\n\n'
 'Two warehouses burned down in the blaze last week. Nobody was hurt. The council will meet again in April.\n',
 {}, lambda w: both(one_chain(w.a, 'ULLA BRATT', 'Ulla Bratt'), role_without(w.a, 'Ulla Bratt', 'Grensund'), either(role(w.a, 'Ulla Bratt', 'Fire Chief'), role(w.a, 'Ulla Bratt', 'fire chief'))), 'one person, whose role is “Fire Chief”, without the place of the dateline'),
# ---------------------------------------------------------------- J: times
('J', 'weekday in a headline about the future',
 'Voters in Hallin to Decide on New Bridge Tuesday\n\n'
 'HALLIN — A ballot measure would raise the sales tax to pay for a second bridge over the Orne. The present bridge was closed to trucks last year.\n\n'
 'Polls will be open for twelve hours. The clerk, Greta Moss, expects a turnout of about half.\n',
 {'date': '2024-03-15'}, lambda w: time(w.a, 'Tuesday', '2024-03-19'), '2024-03-19, the Tuesday after publication'),
('J', '“the Sept. 11 attacks” in an article of August 2019',
 'Airport drops shoe rule\n\n'
 'Travelers at Fairmond Airport will no longer have to take off their shoes, the airport authority said on Monday.\n\n'
 'The checks were among many brought in after the Sept. 11 attacks. New scanners can see through soles, said the authority’s director, Howard Pine.\n',
 {'date': '2019-08-20'}, lambda w: time(w.a, 'Sept. 11', '2001-09-11'), '2001-09-11'),
('J', '“two weeks ago Monday”',
 'Missing hiker found alive\n\n'
 'A hiker who vanished in the Skarn hills was found alive by a shepherd, the rescue service said. Elin Grove, 52, was weak but able to talk.\n\n'
 'She had set out alone two weeks ago Monday with food for a single night. Helicopters gave up the search after five days.\n',
 {'date': '2024-05-09'}, lambda w: time(w.a, 'two weeks ago Monday', '2024-04-22'), '2024-04-22 (published Thursday, May 9)'),
('J', 'ranges of months, one with its year after it, one of the current year',
 'Clinic cuts waiting list\n\n'
 'The eye clinic in Stavern has halved its waiting list, its director said on Tuesday. From June through August 2022 it operated on only 90 patients.\n\n'
 'Between January and April of this year the number rose to 310. A second surgeon has since been hired.\n',
 {'date': '2024-11-20'}, lambda w: both(time(w.a, 'June through August 2022', '2022-06', '2022-08', '2022-06/2022-08'), time(w.a, 'January and April', '2024-01', '2024-04', '2024-01/2024-04')), 'June to August 2022; January to April 2024'),
('J', 'four-digit numbers that are no years; weekday and month words inside names',
 'Petition for mountain hut handed over\n\n'
 'Walkers in Upper Brenn have collected 2012 signatures for rebuilding the mountain hut that burned down in the autumn. It stood at 1850 metres above the lake.\n\n'
 'The Friday Foundation has promised half of the money. The list was handed to the district head, Clara August, in her office on March Street.\n',
 {}, lambda w: both(time(w.a, '2012 signatures', None), time(w.a, '1850 metres', None), time(w.a, 'Friday Foundation', None), time(w.a, 'Clara August', None), time(w.a, 'March Street', None)), 'no time value in any of the five'),
('J', 'received, accepted and published dates under a science story',
 'Moss survives 600 years under ice\n\n'
 'Moss freed by a melting glacier in the Torvik range has begun to grow again, biologists report in the journal Polar Botany. The plants had been buried for about 600 years.\n\n'
 'Samples were grown in a laboratory in Ulden, said the lead author, Henrik Sall.\n\n'
 'Received 14 November 2022 / Accepted 3 May 2023 / Published 9 June 2023\n',
 {'date': '2023-06-12'}, lambda w: both(time(w.a, '14 November 2022', '2022-11-14'), time(w.a, '3 May 2023', '2023-05-03'), time(w.a, '9 June 2023', '2023-06-09')), '2022-11-14, 2023-05-03, 2023-06-09'),
('J', 'quarters with and without a year; a fiscal year',
 'Tyre maker returns to profit\n\n'
 'Gaveston Rubber earned 41 million crowns in the first quarter, which ended on March 31, the company said on Tuesday. It had lost money since the fourth quarter of 2022.\n\n'
 'Sales were still below those of fiscal 2021, when the plant in Orlow ran around the clock. The shares rose four percent.\n',
 {'date': '2024-05-14'}, lambda w: both(time(w.a, 'the first quarter', '2024-Q1'), time(w.a, 'fourth quarter of 2022', '2022-Q4'), time(w.a, 'fiscal 2021', '2021', 'FY2021')), '2024-Q1, 2022-Q4, 2021'),
('J', 'a date written 10-Apr-15',
 'Court hears of early warning on dam\n\n'
 'Engineers warned the owner of the Pell dam of cracks months before it broke in November 2015, a court in Asker was told on Monday.\n\n'
 'The prosecutor showed a fax stamped 10-Apr-15 and signed by the site manager, Bo Lindal. The owner has pleaded not guilty.\n',
 {}, lambda w: time(w.a, '10-Apr-15', '2015-04-10'), '2015-04-10'),
# ---------------------------------------------------------------- K: two events of one kind
('K', 'a storm now, another storm in 2019',
 'Storm rips roof off grain hall\n\n'
 'Gusts of up to 130 kilometres an hour hit Palmerby on Tuesday evening. The storm tore half the roof off the grain hall and cut power to 900 homes.\n\n'
 'Another storm in 2019 had flattened the town’s sports hall. It was never rebuilt.\n',
 {}, lambda w: events_apart(w.a, 'The storm tore', 'Another storm in 2019'), 'two storms'),
('K', 'two fires at one factory, eight years apart',
 'Blaze destroys furniture works\n\n'
 'A fire gutted the Norrby furniture works early on Monday, the rescue service said. Forty workers had left the building an hour before.\n\n'
 'The plant had been rebuilt after a fire in 2016 that killed a night watchman. Its owner, Stig Norrby, said he did not know whether he would start a third time.\n',
 {}, lambda w: events_apart(w.a, 'A fire gutted', 'a fire in 2016'), 'two fires'),
('K', 'two crashes on one road in one sentence',
 'Bus passengers hurt near Kelso Bend\n\n'
 'A bus crash on Highway 9 injured fourteen people on Sunday, eight days after a truck crash at the same bend killed a driver from Ormey.\n\n'
 'The bus belonged to a school in Tarrant. The county will lower the speed limit, its engineer, Paul Igo, said.\n',
 {}, lambda w: events_apart(w.a, 'A bus crash', 'a truck crash'), 'two crashes'),
('K', 'an earthquake this week and one in 1997',
 'Quake shakes island of Sorra\n\n'
 'An earthquake of magnitude 5.8 shook the island of Sorra on Tuesday, damaging dozens of houses. No deaths were reported.\n\n'
 'Older people in the port remembered the earthquake of 1997, which left 212 dead. After that disaster the island adopted a strict building code.\n',
 {}, lambda w: events_apart(w.a, 'An earthquake of magnitude 5.8', 'the earthquake of 1997'), 'two earthquakes'),
('K', 'nurses’ strike now, pilots’ strike last autumn',
 'Hospitals cancel operations as nurses walk out\n\n'
 'Nurses at all six hospitals in Brandal began a strike on Monday over night pay. Some 400 operations were called off.\n\n'
 'The government has been under pressure from unions for months. Last autumn’s strike by airline pilots ended after nine days with a raise of six percent.\n',
 {}, lambda w: events_apart(w.a, 'began a strike on Monday', 'strike by airline pilots'), 'two strikes'),
('K', 'a takeover now and an earlier one by the same buyer',
 'Dairy group to buy rival\n\n'
 'Velmora Dairies agreed on Wednesday to acquire Hartwick Cheese for 220 million dollars. The deal needs the consent of the competition authority.\n\n'
 'Velmora acquired a smaller firm, Pell Foods, in 2021 and closed its plant within a year. Hartwick employs 1,300 people in Low Farrow.\n',
 {}, lambda w: events_apart(w.a, 'to acquire Hartwick Cheese', 'Velmora acquired a smaller firm'), 'two takeovers'),
('K', 'an unrelated shooting in another town the same weekend',
 'Man shot outside cinema\n\n'
 'A shooting outside the Rialto cinema in Dunlow left a 31-year-old man dead on Friday night, police said. A suspect was arrested at the railway station.\n\n'
 'In an unrelated shooting on Saturday, two teenagers were wounded at a park in Esker, forty miles to the north. No arrests have been made there.\n',
 {}, lambda w: events_apart(w.a, 'A shooting outside the Rialto', 'unrelated shooting on Saturday'), 'two shootings'),
('K', 'convictions of two people by one court in different years',
 'Former bank director found guilty\n\n'
 'A jury in Ravensholt convicted Owen Trask of fraud on Tuesday after a trial of seven weeks. Trask, 58, will be sentenced in May.\n\n'
 'In 2022 the same court convicted his former partner, Lena Orr, of forging loan papers. She is serving a term of four years.\n',
 {}, lambda w: events_apart(w.a, 'convicted Owen Trask', 'convicted his former partner'), 'two convictions'),
# ---------------------------------------------------------------- L: zones
('L', 'one-line quote between share links and a newsletter prompt',
 'Villagers refuse to make way for mine\n\n'
 'The 60 families of Lower Mossa have turned down an offer from a mining company to move to new houses. Bulldozers arrived at the edge of the village on Monday.\n\n'
 'Share on Facebook\n\nTweet\n\nEmail\n\n'
 '“We are not leaving,” Ines Carro said.\n\n'
 'Sign up for our newsletter\n\nGet the day’s top stories in your inbox.\n\n'
 'The company plans to begin digging in the summer.\n',
 {}, lambda w: zone_not(w.a, 'We are not leaving', *FURNITURE), 'body'),
('L', 'a bare quote without a speaker between two “Advertisement” lines',
 'Fishermen learn of harbor sale from radio\n\n'
 'The fishing harbor of Tarsk has been sold to a hotel chain. Karl Opdal, who has moored there since 1988, heard of it on the radio.\n\n'
 'Advertisement\n\n'
 '“Nobody asked us.”\n\n'
 'Advertisement\n\n'
 'The town council had approved the sale behind closed doors in January.\n',
 {}, lambda w: zone_not(w.a, 'Nobody asked us', *FURNITURE), 'body'),
('L', 'quote between a “Read more” link and a subscription line',
 'Goalkeeper retires after 19 seasons\n\n'
 'Mirko Vess, the goalkeeper of Sporting Halden, played his last match on Saturday. The club won 2-0 in front of 14,000 people.\n\n'
 'Read more: Halden sign striker from second division\n\n'
 '"My knees decided for me," Vess said.\n\n'
 'Subscribe now for unlimited access.\n\n'
 'He will train the under-15 team from the autumn.\n',
 {}, lambda w: zone_not(w.a, 'My knees decided', *FURNITURE), 'body'),
('L', 'quote with the speaker first, between “Copy link” and “Print”',
 'Power cut stops trains in tunnel\n\n'
 'About 700 passengers sat for two hours in the Garde tunnel on Tuesday after a cable failed. They were led out on foot.\n\n'
 'Copy link\n\n'
 'Sofie Hult, a passenger, said: “It was pitch dark.”\n\n'
 'Print\n\nSave\n\n'
 'Service resumed at eight in the evening. The railway offered refunds.\n',
 {}, lambda w: zone_not(w.a, 'It was pitch dark', *FURNITURE), 'body'),
('L', 'quoted question between “Story continues below” and a podcast prompt',
 'Parents sue over closed school\n\n'
 'Thirty parents in Withy Green have gone to court over the closing of the only primary school. The nearest other school is eleven miles away.\n\n'
 'Story continues below advertisement\n\n'
 '“Who drives them in the snow?” asked Joan Tibbet, a mother of four.\n\n'
 'Listen to our podcast wherever you get your podcasts\n\n'
 'A judge will hear the case in April. The county declined to comment.\n',
 {}, lambda w: zone_not(w.a, 'Who drives them in the snow', *FURNITURE), 'body'),
('L', 'quote as the last line of the story, between a follow line and a link list',
 'Comet visible this week\n\n'
 'A comet discovered last year can be seen with the naked eye until Sunday, the Observatory of Monte Lira said. It will not return for 4,000 years.\n\n'
 'The best time is an hour after sunset.\n\n'
 'Follow us on Instagram\n\n'
 '“Bring a blanket,” advised the astronomer Pia Renn.\n\n'
 'More from Science\n\nWhy the moon looks bigger in autumn\n\nNew telescope delayed again\n',
 {}, lambda w: zone_not(w.a, 'Bring a blanket', *FURNITURE), 'body'),
('L', 'editor’s note above the story',
 'Water plant failed three inspections\n\n'
 'Editor’s note: This article was updated on March 12 with a response from the water company.\n\n'
 'The water works of Cobham Vale failed three inspections in a row last year, according to records released on Monday. Residents were told to boil their water for nine days.\n\n'
 'The company said it had replaced two filters since then.\n',
 {}, lambda w: zone_not(w.a, 'with a response from the water company', 'body'), 'not body'),
('L', 'editor’s note in brackets below the story',
 'The last lamplighter\n\n'
 'Every evening at dusk Anton Belsky sets out with a ladder to light the gas lamps of Old Karsk. There are 84 of them.\n\n'
 'He inherited the job from an uncle. The city plans to electrify the lamps in 2026.\n\n'
 '[Editor’s Note: A version of this story first appeared in our weekend magazine.]\n',
 {}, lambda w: zone_not(w.a, 'first appeared in our weekend magazine', 'body'), 'not body'),
# ---------------------------------------------------------------- M: unnamed sources
('M', 'people familiar with the matter',
 'Airline in talks to sell catering arm\n\n'
 'NORDHAVN — Skyline Nord carries nine million passengers a year and makes its own meals in a plant near the airport.\n\n'
 'The airline is close to selling that plant to a Danish group, people familiar with the matter said on Tuesday.\n\n'
 'Skyline Nord declined to comment. Its shares closed unchanged.\n',
 {}, lambda w: flagged(w.a, 'anonymous-source', 'people familiar with the matter'), 'flagged'),
('M', 'sources close to the talks',
 'Border talks stall over river\n\n'
 'Delegations from Ostria and Velland met for a third day in Lake Senn on Wednesday to settle the course of their common border.\n\n'
 'According to sources close to the talks, the two sides cannot agree on who owns three islands in the river.\n\n'
 'The meeting is due to end on Friday. Both foreign ministries issued short statements that gave no details.\n',
 {}, lambda w: flagged(w.a, 'anonymous-source', 'sources close to the talks'), 'flagged'),
('M', 'three current and former employees',
 'Toy maker investigated over paint\n\n'
 'The consumer agency has opened an inquiry into Bramble Toys, whose wooden trains are sold in forty countries.\n\n'
 'Managers ordered the use of cheaper paint as early as 2021, three current and former employees told the Lindow Courier.\n\n'
 'Bramble Toys said in a statement that it was cooperating with the agency.\n',
 {}, lambda w: flagged(w.a, 'anonymous-source', 'three current and former employees'), 'flagged'),
('M', 'one minister',
 'Cabinet meets for six hours on budget\n\n'
 'The cabinet of Prime Minister Alma Reuss met until after midnight on Monday without agreeing on a budget.\n\n'
 '“There was shouting, and someone slammed a door,” one minister said on leaving the building.\n\n'
 'A further meeting is set for Thursday. Parliament must vote by the end of the month.\n',
 {}, lambda w: flagged(w.a, 'anonymous-source', 'one minister'), 'flagged'),
('M', 'a senior official in the department',
 'Flu vaccine may come late\n\n'
 'The health department has ordered four million doses of flu vaccine for the coming winter.\n\n'
 'A senior official in the department said the first deliveries were not expected before December.\n\n'
 'The maker, Corvine Labs, had promised October. Last winter 1,900 people were treated in hospitals for flu.\n',
 {}, lambda w: flagged(w.a, 'anonymous-source', 'A senior official in the department'), 'flagged'),
('M', 'a name in apposition after a job at a hospital',
 'Ward closed after infection\n\n'
 'A surgical ward of St. Brannoc’s Hospital was closed on Monday after five patients fell ill.\n\n'
 'A nurse on the ward, Mara Lindqvist, said the first fever had been noticed on Saturday.\n\n'
 'The ward has 22 beds. Patients were moved to other floors.\n',
 {}, lambda w: not_flagged(w.a, 'anonymous-source', 'A nurse on the ward'), 'not flagged: the source is named'),
('M', 'two names in apposition after a number of former employees',
 'Diner shuts without notice\n\n'
 'The Blue Kettle, a diner in Orley that had been open since 1961, closed over the weekend.\n\n'
 'Two former employees, Tomas Reyl and Ana Pell, told the Orley Herald that they were owed a month’s wages.\n\n'
 'A sign on the door thanked customers. The owner could not be reached.\n',
 {}, lambda w: not_flagged(w.a, 'anonymous-source', 'Two former employees'), 'not flagged: both are named'),
('M', 'a long description of an official, then the name between commas after the verb',
 'Ferry line to be cut\n\n'
 'The night ferry between Marn and Isle Torrey will stop running in September.\n\n'
 '“We carried eleven people a night,” said a senior official in the transport ministry, Olga Rehn, at a news conference on Tuesday.\n\n'
 'The day ferries are not affected. The line was started in 1933.\n',
 {}, lambda w: not_flagged(w.a, 'anonymous-source', 'a senior official in the transport ministry'), 'not flagged: the source is named'),
# ---------------------------------------------------------------- N: claims in the reporter's own voice
('N', 'superlative 1: the finest',
 'Concert hall opens in Sandvar\n\n'
 'The new concert hall in Sandvar opened on Saturday with a performance of works by local composers.\n\n'
 'It is the finest concert hall in Europe.\n\n'
 'The building cost 90 million euros and seats 1,600 people.\n',
 {}, lambda w: flagged(w.a, 'unattributed-claim', 'the finest concert hall in Europe'), 'flagged'),
('N', 'superlative 2: no company … worse',
 'Packing plant hires 200\n\n'
 'Orrin Packing is looking for 200 workers for its new plant in Dunmarsh, which opens in June.\n\n'
 'No company in the region treats its workers worse.\n\n'
 'The jobs pay 14 dollars an hour. Applications are taken until April 5.\n',
 {}, lambda w: flagged(w.a, 'unattributed-claim', 'treats its workers worse'), 'flagged'),
('N', 'motive 1: to save her seat',
 'Minister withdraws hunting bill\n\n'
 'Environment Minister Karin Aubel withdrew her bill on wolf hunting on Tuesday, a day before the vote.\n\n'
 'Aubel dropped the bill to save her own seat.\n\n'
 'The bill would have allowed 60 wolves to be shot each year. Parliament moves on to the road budget on Thursday.\n',
 {}, lambda w: flagged(w.a, 'unattributed-claim', 'to save her own seat'), 'flagged'),
('N', 'motive 2: behind the gift lay a desire',
 'Brewer gives town a library\n\n'
 'The brewer Edmund Tarleton handed the keys of a new library to the mayor of Hexby on Friday.\n\n'
 'Behind the gift lay nothing but a desire for a knighthood.\n\n'
 'The library holds 30,000 books. It will be open six days a week.\n',
 {}, lambda w: flagged(w.a, 'unattributed-claim', 'a desire for a knighthood'), 'flagged'),
('N', 'prediction 1: will be bankrupt',
 'Paper mill cuts a shift\n\n'
 'The paper mill in Granfoss stopped its night shift on Monday. It employs 340 people.\n\n'
 'The mill will be bankrupt by the end of next year.\n\n'
 'It was founded in 1902 and makes paper for newspapers.\n',
 {}, lambda w: flagged(w.a, 'unattributed-claim', 'will be bankrupt by the end'), 'flagged'),
('N', 'prediction 2: within a decade nobody will',
 'Salt water reaches rice fields\n\n'
 'Sea water entered the rice fields of the Amari delta for the third time in a year on Sunday. Farmers opened the sluices to let it drain.\n\n'
 'Within a decade, nobody in the delta will be growing rice.\n\n'
 'About 9,000 families live there.\n',
 {}, lambda w: flagged(w.a, 'unattributed-claim', 'nobody in the delta will be growing rice'), 'flagged'),
('N', 'trend 1: more and more',
 'Village doctor closes practice\n\n'
 'Dr. Lukas Amend closed his practice in Oberlau on Friday after 36 years. The nearest doctor is now in Talheim.\n\n'
 'More and more young doctors are turning their backs on the countryside.\n\n'
 'The rooms are to become a bakery.\n',
 {}, lambda w: flagged(w.a, 'unattributed-claim', 'turning their backs on the countryside'), 'flagged'),
('N', 'trend 2: rising sharply for years',
 'Thieves take copper from church\n\n'
 'Copper pipes were stolen from the roof of St. Olave’s Church in Penrow on Monday night.\n\n'
 'Metal thefts have been rising sharply across the county for years.\n\n'
 'The church was built in 1880. Services will be held in the school hall until the roof is mended.\n',
 {}, lambda w: flagged(w.a, 'unattributed-claim', 'rising sharply across the county'), 'flagged'),
('N', 'cause 1: was the result of',
 'Footbridge falls into canal\n\n'
 'A footbridge over the Leem canal collapsed on Wednesday morning. Nobody was on it.\n\n'
 'The collapse was the result of careless welding.\n\n'
 'The bridge had been opened in October. Boats are being sent around by the northern lock.\n',
 {}, lambda w: flagged(w.a, 'unattributed-claim', 'the result of careless welding'), 'flagged'),
('N', 'cause 2: because … three drowned',
 'Town counts summer’s drownings\n\n'
 'Three swimmers have died off the beach of Port Lisle since June. The latest was a student of 19, on Friday.\n\n'
 'The three drowned because the council had cut the lifeguard budget.\n\n'
 'The beach is two miles long. It closes for the season on Sunday.\n',
 {'date': '2024-09-11'}, lambda w: flagged(w.a, 'unattributed-claim', 'because the council had cut'), 'flagged'),
('N', 'mind-reading 1: privately hopes',
 'Insurers set date for merger vote\n\n'
 'Shareholders of Nordlys Insurance will vote on May 3 on a merger with Tryde Mutual. The chairman, Per Ekdahl, announced the date on Monday.\n\n'
 'Ekdahl privately hopes that the merger will fail.\n\n'
 'The two firms together insure 800,000 cars.\n',
 {}, lambda w: flagged(w.a, 'unattributed-claim', 'privately hopes'), 'flagged'),
('N', 'mind-reading 2: knew deep down',
 'Champion out in first round\n\n'
 'Dana Kovel, the champion of 2022, lost to a qualifier in the first round of the Marbrook Open on Tuesday, 6-1, 6-2.\n\n'
 'As she packed her rackets, she knew deep down that her career was over.\n\n'
 'The qualifier, Lin Osei, is 17. She plays again on Thursday.\n',
 {}, lambda w: flagged(w.a, 'unattributed-claim', 'she knew deep down'), 'flagged'),
('N', 'comparison 1: a far better tactician than',
 'Rovers appoint coach\n\n'
 'Hadley Rovers presented Enzo Marchetti as their new coach on Thursday. He takes over from Bill Oakes, who left in February.\n\n'
 'Marchetti is a far better tactician than Oakes ever was.\n\n'
 'Rovers are eleventh in the league. Their next match is at home.\n',
 {}, lambda w: flagged(w.a, 'unattributed-claim', 'a far better tactician'), 'flagged'),
('N', 'comparison 2: learn less than',
 'School year shortened by a week\n\n'
 'The school board of Marrick voted on Monday to end the school year a week early.\n\n'
 'Children in Marrick already learn less than those in neighbouring Tolvale.\n\n'
 'The vote was five to two. The last day of classes is now June 7.\n',
 {}, lambda w: flagged(w.a, 'unattributed-claim', 'already learn less than'), 'flagged'),
('N', 'characterisation 1: a shameless swindle',
 'City land sold at auction\n\n'
 'Four acres of city land beside the Veldt River were sold at auction on Friday for 1.2 million dollars. The only bidder was Castell Homes.\n\n'
 'The auction was a shameless swindle.\n\n'
 'Castell Homes plans 60 apartments on the site.\n',
 {}, lambda w: flagged(w.a, 'unattributed-claim', 'a shameless swindle'), 'flagged'),
('N', 'characterisation 2: vain and ruthless',
 'Retail chief steps down\n\n'
 'Mats Dahlgren will leave the retail chain Kvist at the end of April, the company said on Tuesday.\n\n'
 'A vain and ruthless man, Dahlgren ran the chain like a spoiled child.\n\n'
 'Kvist has 112 stores. No successor was named.\n',
 {}, lambda w: flagged(w.a, 'unattributed-claim', 'A vain and ruthless man'), 'flagged'),
('N', 'sourced superlative: indirect speech, speaker named after it',
 'Opera house reopens in Brunnau\n\n'
 'The opera house in Brunnau reopened on Saturday after four years of work.\n\n'
 'The house has the best acoustics in the world, the conductor Ivo Brandt told the audience before the overture.\n\n'
 'The repairs cost 75 million francs.\n',
 {}, lambda w: not_flagged(w.a, 'unattributed-claim', 'the best acoustics in the world'), 'not flagged: Brandt'),
('N', 'sourced motive: prosecutors in the indictment',
 'Restaurant owner charged with arson\n\n'
 'The owner of a restaurant in Callow Bay was charged on Monday with burning it down.\n\n'
 'Prosecutors said in the indictment that the owner, Dennis Corr, had set the fire to collect the insurance.\n\n'
 'Corr has pleaded not guilty. The trial begins in June.\n',
 {}, lambda w: not_flagged(w.a, 'unattributed-claim', 'to collect the insurance'), 'not flagged: the prosecutors'),
('N', 'sourced prediction: the central bank at the end of the sentence',
 'Bank of Norland holds rate\n\n'
 'The Bank of Norland left its key rate at 3 percent on Wednesday.\n\n'
 'House prices will fall by a tenth next year, the bank predicted in its spring report.\n\n'
 'The next decision is due in May.\n',
 {}, lambda w: not_flagged(w.a, 'unattributed-claim', 'House prices will fall'), 'not flagged: the bank'),
('N', 'sourced trend: according to statistics, at the start',
 'Police open station in Umber Hill\n\n'
 'A police station with twelve officers opened in Umber Hill on Monday.\n\n'
 'According to the county’s annual crime report, burglaries in the district have been rising steadily since 2018.\n\n'
 'The station stands on the site of an old cinema.\n',
 {}, lambda w: not_flagged(w.a, 'unattributed-claim', 'have been rising steadily'), 'not flagged: the crime report'),
('N', 'sourced cause: the safety board found',
 'Report on crane accident published\n\n'
 'A crane fell onto a building site in Torp last August, killing its driver.\n\n'
 'A cracked bolt caused the accident, the National Safety Board found in a report published on Monday.\n\n'
 'The board recommended yearly checks. The builder, Holm & Sons, has gone out of business.\n',
 {}, lambda w: not_flagged(w.a, 'unattributed-claim', 'A cracked bolt caused the accident'), 'not flagged: the board'),
('N', 'sourced inner state: the man himself told the court',
 'Clerk admits destroying files\n\n'
 'A former clerk of the land registry in Ebben went on trial on Tuesday for destroying public files.\n\n'
 'The clerk, Jonas Haas, told the court that he had been afraid of losing his pension and had secretly hoped to be caught.\n\n'
 'A verdict is expected on Friday.\n',
 {}, lambda w: not_flagged(w.a, 'unattributed-claim', 'had secretly hoped to be caught'), 'not flagged: Haas himself'),
('N', 'sourced comparison: researchers found in a study',
 'Later start for school in Tolvale\n\n'
 'Secondary schools in Tolvale will begin lessons at nine from the autumn.\n\n'
 'In a study of 4,000 pupils, researchers at Marsden University found that children who started later did much better in mathematics than early risers.\n\n'
 'The buses will run on a new timetable.\n',
 {}, lambda w: not_flagged(w.a, 'unattributed-claim', 'did much better in mathematics'), 'not flagged: the researchers'),
('N', 'sourced characterisation: a judge’s words in her ruling',
 'Court voids sale of island\n\n'
 'A court in Lerma annulled the sale of the island of Crane Holm on Thursday.\n\n'
 'In her ruling, Judge Marta Kehl called the contract “a brazen fraud” and the buyer, Felix Obrand, a cynical and greedy man.\n\n'
 'Obrand’s lawyer said he would appeal.\n',
 {}, lambda w: not_flagged(w.a, 'unattributed-claim', 'a cynical and greedy man'), 'not flagged: Judge Kehl'),
]
