package actor

// Words for what people are, folded. They are written for this program.

const englishJobs = `abbot academic academics accountant activist actor actress adjutant administrator admiral adviser advisor advocate aide
	ambassador analyst anchor anthropologist apprentice archaeologist archbishop architect archivist artist assistant astronaut
	astronomer athlete attorney auditor author baker banker bandleader baritone barrister biographer biologist bishop blogger boss botanist boxer
	brewer brigadier broadcaster broker builder butcher cameraman campaigner candidate captain cardinal carpenter cartoonist
	cashier ceo cfo coo cto cellist chair chairman chairperson chairwoman champion chancellor chaplain chef chemist chief choreographer cleric clerk
	climber climatologist coach co-author cofounder co-founder co-director collector colonel columnist comedian commander commandant commissioner commodore
	composer comptroller conductor congressman congresswoman conservationist constable consul consultant contractor controller
	convener coordinator cook corporal correspondent councillor councilman councilor councilwoman counsel counsellor counselor countess courier cox
	crewman critic curator custodian cyclist dancer dealer dean defender defendant delegate democrat dentist deputy designer
	detective developer dictator diplomat director dissident docker doctor driver drummer duchess duke ecologist economist editor
	electrician emperor engineer entrepreneur envoy epidemiologist ethicist examiner executive expert explorer farmer father filmmaker
	financier firefighter fisherman footballer forecaster foreman foreperson founder fundraiser gardener general geneticist geographer geologist
	glaciologist goalkeeper governor grandfather grandmother grocer guard guitarist gunman head headmaster headmistress headteacher historian host
	hostage housewife hunter husband hydrologist illustrator imam immunologist inspector instructor interior-minister inventor investigator
	investor jockey journalist judge justice keeper king laureate lawmaker lawyer leader lecturer legislator librarian lieutenant
	lifeguard lighthouse-keeper linguist lobbyist magistrate magnate major manager marine marshal mathematician mayor mechanic mediator
	meteorologist midfielder midwife miner minister model moderator monarch monk mother mountaineer musician negotiator neighbour neighbor
	neurologist neuroscientist nominee notary novelist nun nurse nutritionist observer officer official olympian ombudsman operator organiser organizer
	owner painter paramedic parliamentarian participant partner pastor pathologist patriarch patron pensioner performer pharmacist philanthropist philosopher
	photographer physician physicist pianist pilot pioneer pitcher planner player playwright plumber poet policeman policewoman politician
	pollster pope porter postman potter premier presenter president priest prince princess principal prisoner producer professor programmer
	promoter prosecutor protester psychiatrist psychologist publican publicist publisher quarterback queen rabbi ranger rapper rector
	receptionist recorder referee refugee regulator repairman reporter representative republican researcher resident resettler restaurateur retiree
	reviewer rider rower ruler runner saleswoman salesman scholar scientist screenwriter sculptor secretary secretary-general seismologist senator sergeant
	servant sheriff shepherd shopkeeper singer skater skier skipper sociologist soldier solicitor soloist soprano speaker specialist speechwriter spokesman
	spokesperson spokeswoman sprinter statistician steward stockbroker strategist striker student superintendent supervisor
	supporter surgeon survivor suspect swimmer tailor teacher technician tenant tenor therapist trader trainer translator treasurer trustee
	tutor undersecretary usher vet veteran vicar vice-president vice-chairman vice-chair vice-chancellor viceroy victim violinist virologist volcanologist volunteer
	boss gaffer packer skipper matron member colleague predecessor successor star co-star sexton crofter counsel waiter waitress warden watchmaker weaver whistleblower whip widow widower wife winger winner witness worker wrestler writer
	daughter son sister brother niece nephew cousin aunt uncle founder-director sen rep gov gen lt col sgt capt maj adm cmdr supt insp det pres prof amb brig`

// englishBefore are words that stand before words for what people are, and are written small.
const englishBefore = `former ex acting deputy vice prime foreign finance defence defense interior interim senior junior chief lead leading top head police
	fire press lab laboratory water health education economy economic economics trade justice home environment energy transport agriculture
	culture labour labor housing sports sport science tax treasury budget climate campaign communications political policy public
	national regional local state federal city town county district village provincial general executive managing assistant associate
	honorary outgoing incoming retired late veteran longtime long-time incumbent presidential vice-presidential senatorial mayoral
	republican democratic conservative liberal labour socialist communist green independent opposition ruling majority minority shadow party
	military army navy naval air force intelligence security border customs coast harbour harbor port union trade-union team club
	company bank central bank law legal human rights civil opposition rebel militia tribal religious spiritual supreme
	high court appeals state's district attorney us british american english french german european chinese russian young old elder
	famous renowned celebrated noted award-winning prominent respected influential controversial billionaire millionaire
	white house capitol hill guest special principal personal private first second third co founding
	immigration development technology technical operations marketing sales research medical hospital school university college
	football basketball baseball hockey cricket rugby tennis golf racing squad national-team film movie tv television radio news newspaper
	crime cyber data homeland attorney inspector lieutenant sergeant brigadier rear wing major colonel vice-admiral
	dairy sheep goat wheat dockers railway tram train bus lorry truck taxi ferry ship boat night day`

const germanJobs = `aktivist aktivistin abgeordnete abgeordneter anwalt anwaltin arzt arztin analyst analystin architekt architektin ausbilder autor autorin bauer bauerin
	beamter beamtin bischof boxer burgermeister burgermeisterin chef chefin dekan dichter dirigent diplomat diplomatin direktor direktorin
	erfinder experte expertin fahrer fahrerin farmer forscher forscherin fotograf fotografin general generalsekretar generalsekretarin gouverneur
	gouverneurin grunder grunderin historiker historikerin inhaber inhaberin inspekteur jurist juristin kandidat kandidatin kanzler kanzlerin kapitan kardinal
	kommandant kommandeur kommissar kommissarin konig konigin kunstler kunstlerin landrat landratin lehrer lehrerin leiter leiterin linguist
	maler malerin manager managerin minister ministerin mitglied moderator moderatorin musiker musikerin oberst okonom okonomin papst pfarrer pfarrerin
	philosoph pilot pilotin politiker politikerin politologe politologin pianist pianistin praesident prasident prasidentin premier prinz prinzessin professor
	professorin rechtsanwalt rechtsanwaltin regisseur regisseurin rektor rektorin reporter reporterin richter richterin sanger sangerin schauspieler
	schauspielerin schriftsteller schriftstellerin sekretar sekretarin senator senatorin soldat soldatin spieler spielerin sprecher sprecherin staatsanwalt
	staatsanwaltin sturmer student studentin torwart trainer trainerin unternehmer unternehmerin vater mutter tochter sohn bruder schwester verteidiger
	vertreter vertreterin vizeprasident vizeprasidentin volkswirt vorsitzende vorsitzender vorstand wirt wissenschaftler wissenschaftlerin witwe zeuge zeugin
	botschafter botschafterin beauftragte beauftragter sachverstandige veteran ministerprasident ministerprasidentin mediziner`

const germanEnds = `minister ministerin prasident prasidentin kanzler kanzlerin chef chefin sprecher sprecherin meister meisterin leiter
	leiterin direktor direktorin vorsitzende vorsitzender sekretar sekretarin richter richterin forscher forscherin fuhrer fuhrerin trainer trainerin spieler
	spielerin anwalt anwaltin kommissar kommissarin beauftragte beauftragter vertreter vertreterin experte expertin rat ratin wissenschaftler
	wissenschaftlerin lehrer lehrerin arzt arztin botschafter botschafterin fahrer fahrerin historiker okonom grunder grunderin inhaber inhaberin
	kandidat kandidatin abgeordnete abgeordneter politiker politikerin hauptling kommandeur intendant intendantin`

const frenchJobs = `academicien acteur actrice actuaire adjoint adjointe administrateur administratrice agriculteur agricultrice aide ambassadeur ambassadrice amiral
	analyste animateur animatrice architecte archeveque artiste athlete auteur autrice attaquant avocat avocate banquier berger biologiste capitaine
	candidat candidate chanteur chanteuse chancelier chanceliere chef cheffe chercheur chercheuse chirurgien citoyen climatologue cofondateur cofondatrice
	colonel comedien comedienne commandant commandante commissaire compositeur compositrice conducteur conductrice conseiller conseillere consul correspondant
	correspondante coureur critique cure cuisinier defenseur delegue deleguee depute deputee dirigeant dirigeante diplomate directeur directrice docteur doyen doyenne
	eclusier economiste ecrivain ecrivaine editeur editrice eleveur eleveuse enseignant enseignante entraineur entraineuse entrepreneur entrepreneuse epouse
	eveque expert experte fille fils fondateur fondatrice fonctionnaire footballeur footballeuse frere gardien gardienne general generale geologue gerant gerante glaciologue gouverneur gouverneure
	guide historien historienne horloger horlogere hydrologue infirmier infirmiere ingenieur ingenieure inspecteur inspectrice journaliste juge juriste lieutenant maire maitre magistrat
	magistrate marin mari medecin membre mere militant militante ministre musicien musicienne navigateur negociateur negociatrice officier ouvrier ouvriere pape pasteur patron patronne pere peintre
	peche pecheur pharmacien philosophe photographe physicien pianiste pilote plaignant poete policier porte-parole parole prefet prefete premier presentateur presentatrice president presidente
	pretre prince princesse procureur procureure producteur productrice professeur professeure proviseur realisateur realisatrice recteur rectrice reporter mediateur mediatrice collegue defenseuse redacteur redactrice reine representant
	representante responsable restaurateur retraite retraitee roi romancier romanciere sage-femme femme scientifique secretaire senateur senatrice skieur sociologue soeur soldat specialiste sprinteur
	syndicaliste temoin tenor traducteur traductrice tresorier tresoriere veuve veuf vice-president vice-presidente victime vigneron vigneronne violoniste viticulteur volcanologue M.P.`

const spanishJobs = `abogada abogado academico academica activista actor actriz actual administrador administradora agente agricultor alcalde alcaldesa almirante analista arquitecto arquitecta
	artista arzobispo asesor asesora asistente atleta autor autora banquero biologa biologo campeon campeona canciller candidata candidato cantante capitan capitana cardenal catedratica catedratico
	cientifica cientifico cineasta cocinero comandante comisaria comisario compositor compositora concejal concejala consejera consejero consul coordinador coordinadora coronel corresponsal critico
	decana decano defensor defensora delantero delegada delegado deportista diputada diputado director directora dirigente diplomatica diplomatico disenador doctor doctora economista editor editora
	embajador embajadora empresaria empresario enfermera enfermero entrenador entrenadora epidemiologo escritor escritora especialista esposa esposo experta experto expresidenta expresidente exministro exministra fiscal
	fisico fotografa fotografo fundador fundadora funcionaria funcionario futbolista ganadero general gerente gobernador gobernadora guitarrista hermana hermano hija hijo historiador historiadora
	infanta ingeniera ingeniero inspector inspectora intendente intendenta investigador investigadora jefa jefe jueza juez jugador jugadora lider madre maestra maestro magistrada magistrado mandatario mandataria medica medico
	miembro minera minero ministra ministro monje musico nadador novelista obispo oficial padre papa parlamentaria parlamentario pastor periodista piloto pintor pintora poeta policia politica
	politico politologo portavoz vocera vocero portero premier presentador presentadora presidenta presidente primera primer princesa principe procurador procuradora productor productora profesor profesora psicologa psicologo rector
	rectora reina representante rey sacerdote sargento secretaria secretario senador senadora sindicalista sociologa sociologo soldado subsecretaria subsecretario tecnico teniente tesorera tesorero titular torero traductora
	traductor vicepresidenta vicepresidente victima viuda viudo vecina vecino`

const italianJobs = `agente agricoltore allenatore allenatrice ambasciatore ambasciatrice amministratore amministratrice ammiraglio analista architetto arcivescovo artista assessore assessora atleta attore attrice
	autore autrice avvocata avvocato banchiere biologo calciatore calciatrice campione campionessa cancelliera cancelliere candidata candidato cantante cantautore capitano capo cardinale commissaria commissario
	comandante compositore console consigliera consigliere conduttore conduttrice coordinatore coordinatrice corrispondente critico curatore deputata deputato difensore direttore direttrice dirigente docente dottore dottoressa
	economista editore esperta esperto figlia figlio fisico fondatore fondatrice fotografa fotografo fratello generale geologo giornalista giudice governatore governatrice guida imprenditore imprenditrice infermiera
	infermiere ingegnere insegnante ispettore leader madre maestra maestro magistrata magistrato marito medico ministra ministro moglie musicista nuotatore operaio padre papa parlamentare parroco pilota pittore pittrice poeta
	poliziotto politico politologo portavoce portiere prefetta prefetto premier presidente presidentessa preside principe procuratore procuratrice professore professoressa psicologo questore rappresentante re regina regista responsabile
	rettore rettrice ricercatore ricercatrice sacerdote scienziata scienziato scrittore scrittrice segretaria segretario senatore senatrice sindaca sindaco sindacalista soldato sorella sottosegretaria sottosegretario
	specialista stilista storica storico studente studentessa tecnico tenente titolare vedova vescovo vicepresidente vicepremier vittima viceministro vicesindaco virologo vulcanologo`

const portugueseJobs = `advogada advogado agricultor agricultora almirante analista arcebispo arquiteta arquiteto artista assessor assessora ativista ator atriz atleta autor autora banqueiro biologa biologo bispo campea campeao candidata candidato
	cantor cantora capitao capita cardeal chanceler chefe cientista cineasta comandante comissaria comissario compositor compositora conselheira conselheiro consul coordenador coordenadora coronel correspondente critico
	defensora defensor delegada delegado deputada deputado desembargador desembargadora diplomata diretor diretora director directora dirigente doutor doutora economista editor editora embaixador embaixadora empresaria empresario enfermeira enfermeiro
	engenheira engenheiro escritor escritora especialista esposa ex-presidente filha filho fisico fotografa fotografo fundador fundadora general gerente goleiro governador governadora historiador historiadora inspetor investigador
	investigadora irma irmao jogador jogadora jornalista juiza juiz lider mae marido medica medico membro ministra ministro monge mulher musico nadador oficial padre pai papa parlamentar pastor pastora pesquisador pesquisadora piloto pintor
	pintora poeta policial politica politico politologo porta-voz voz prefeita prefeito premie premier presidente princesa principe procurador procuradora produtor produtora professor professora promotor promotora psicologa psicologo rainha
	reitor reitora relator relatora representante rei sargento secretaria secretario senador senadora sindicalista sociologa sociologo soldado subsecretario tecnico tecnica tenente titular treinador treinadora vereador vereadora vice-presidente
	vitima viuva viuvo vizinha vizinho`

const russianJobs = `президент президента президентом президенту премьер министр министра министру министром премьер-министр премьер-министра глава главы главе главу главой
	председатель председателя председателю председателем директор директора директору директором депутат депутата депутату депутатом сенатор сенатора губернатор губернатора губернатору губернатором
	мэр мэра мэру мэром посол посла послу послом секретарь секретаря секретарем пресс-секретарь пресс-секретаря представитель представителя представителем представительница
	руководитель руководителя руководителем начальник начальника начальником командующии командующего генерал генерала полковник полковника лидер лидера лидером канцлер канцлера канцлером
	король королева принц принцесса папа патриарх патриарха судья прокурор прокурора адвокат адвоката адвокатом юрист эксперт эксперта аналитик политолог политолога экономист экономиста историк историка ученыи
	профессор профессора врач врача журналист журналиста журналистка писатель писателя писательница режиссер режиссера актер актера актриса певец певица певицы тренер тренера футболист вратарь нападающии защитник
	спортсмен чемпион чемпионка основатель основателя владелец владельца бизнесмен предприниматель миллиардер активист активистка правозащитник заместитель заместителя замминистра замглавы вице-президент вице-премьер вице-премьера
	спикер спикера советник советника помощник помощника координатор учитель учительница студент житель жительница муж жена сын дочь отец мать брат сестра вдова член омбудсмен`
