"""The guide to becoming a Clinical Care Coordinator, and what its fact sheet says.

The tables carry the sheet's headings, figures, counts and terms, so that the checks run anywhere.
The guide is read with plain string handling, so a fault in the advisor's own reader cannot hide
a fault in the guide.
"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "corpus" / "clinical-care-coordinator.md"

TITLE = "How to become a Clinical Care Coordinator"
NEEDED = "What is needed to become a Clinical Care Coordinator?"
HOW_LONG = "How long does it take to become a Clinical Care Coordinator?"
NO_DEGREE = "Can you become a Clinical Care Coordinator without a degree?"
STRESSFUL = "Is being a Clinical Care Coordinator stressful?"
PROSPECTS = "What are the prospects over the next decade?"

# Every heading of the guide in order, with the heading (or FAQ label) of the sheet it is written
# from; None where the guide's heading only groups others.
HEADINGS: list[tuple[str, str | None]] = [
    (f"# {TITLE}", "0. Opening"),
    ("## The ten steps", "1. The ten steps"),
    ("### Step 1: Understand the role", "Step 1. Understand the role"),
    (
        "### Step 2: Get an education in healthcare or nursing",
        "Step 2. Education in healthcare or nursing",
    ),
    ("### Step 3: Gain relevant healthcare experience", "Step 3. Relevant healthcare experience"),
    ("### Step 4: Build the essential skills", "Step 4. Essential skills"),
    ("### Step 5: Earn a professional certification", "Step 5. Professional certification"),
    (
        "### Step 6: Learn healthcare systems and policies",
        "Step 6. Healthcare systems and policies",
    ),
    (
        "### Step 7: Gain experience in patient care coordination",
        "Step 7. Experience in patient care coordination",
    ),
    (
        "### Step 8: Network with healthcare professionals",
        "Step 8. Network with healthcare professionals",
    ),
    ("### Step 9: Keep up with new developments", "Step 9. Keep up with developments"),
    ("### Step 10: Apply for positions", "Step 10. Apply for positions"),
    ("## Roles and responsibilities", "2. Roles and responsibilities"),
    ("## What a Clinical Care Coordinator does", "3. What a CCC does"),
    ("## Essential skills", "4. Essential skills (fifteen)"),
    ("## Career path", "5. Career path"),
    ("### Foundation: entry-level Clinical Care Coordinator", "Foundation: entry-level CCC"),
    ("### Ascent: Clinical Care Coordinator", "Ascent: CCC"),
    ("### New heights: senior Clinical Care Coordinator", "New heights: senior CCC"),
    ("### Beyond: managerial roles", "Beyond: managerial roles"),
    (
        "### Pinnacle: Chief Nursing Officer or Hospital CEO",
        "Pinnacle: Chief Nursing Officer or Hospital CEO",
    ),
    ("## Salary", "6. Salary (median, US dollars per year)"),
    ("## Work environment", "7. Work environment"),
    ("## Frequently asked questions", None),
    (f"### {NEEDED}", "What is needed?"),
    (f"### {HOW_LONG}", "How long does it take?"),
    (f"### {NO_DEGREE}", "Without a degree?"),
    (f"### {STRESSFUL}", "Stressful?"),
    (f"### {PROSPECTS}", "Prospects over the next decade?"),
    ("## Your next step", "9. Closing"),
]
SHEET_HEADING = {guide.lstrip("# "): sheet for guide, sheet in HEADINGS if sheet}
TITLES = [guide.lstrip("# ") for guide, _ in HEADINGS]

# Figures in digits, in the order they stand; every section that is not named here has none.
FIGURES: dict[str, list[str]] = {
    "Salary": [
        *("35,000-50,000", "0-2"),
        *("50,000-70,000", "2-5"),
        *("70,000-90,000", "5+"),
        "80,000-110,000+",
        "90,000-130,000+",
    ],
    "Work environment": ["40", "24"],
    HOW_LONG: ["4", "2-5", "2"],
}

# The same figures as the guide words them, with their units.
WORDED: dict[str, list[str]] = {
    "Salary": [
        "Entry-level Clinical Care Coordinator | $35,000 to $50,000 a year | 0-2 years |",
        "Mid-level Clinical Care Coordinator | $50,000 to $70,000 a year | 2-5 years |",
        "Senior Clinical Care Coordinator | $70,000 to $90,000 a year | 5+ years |",
        "Lead Clinical Care Coordinator / Care Coordination Manager | $80,000 to "
        "$110,000+ a year |",
        "$110,000+ a year | significant experience |",
        "Director of Care Coordination | $90,000 to $130,000+ a year |",
        "$130,000+ a year | extensive experience and deep healthcare knowledge |",
        "median pay ranges in US dollars a year",
    ],
    "Work environment": ["40-hour week", "24-hour"],
    HOW_LONG: [
        "bachelor's in nursing usually takes 4 years",
        "another 2 to 5 years",
        "master's can add 2 more years",
    ],
}

# Counts spelled out in the guide: each is stated by the sheet or shown by the length of a list.
COUNTS: dict[str, set[str]] = {
    "The ten steps": {"ten"},
    "Step 4: Build the essential skills": {"five"},
    "Step 5: Earn a professional certification": {"two"},
    "Roles and responsibilities": {"eleven"},
    "Essential skills": {"fifteen"},
    "Career path": {"five"},
    "Salary": {"five"},
}

# What people search for, section by section, in the sheet's own words ("; " between terms).
TERMS_TABLE: dict[str, str] = {
    TITLE: "newcomers to healthcare; experienced professionals; upskilling; essential skills; "
    "education needed; how to get the job",
    "Step 1: Understand the role": "get the care they need; on time; coordinating appointments; "
    "treatments; procedures; doctors and nurses; reaches the right parties; patient education; "
    "care plan; medical terminology; healthcare systems; varied people; compassion; "
    "serious health issues; shadowing a professional; if possible; informational interviews; "
    "starting point; healthcare administration or related fields; health information management; "
    "health care laws and ethics; people skills; preparatory courses; entails; daily contact",
    "Step 2: Get an education in healthcare or nursing": "solid educational background; "
    "commonly required; associate degree in nursing (ADN); bachelor's degree in nursing (BSN); "
    "nursing programs; anatomy; physiology; microbiology; chemistry; nutrition; psychology; "
    "social and behavioral sciences; healthcare administration or management majors; "
    "health informatics; healthcare laws and ethics; health care organization and policy; "
    "financial management in healthcare; master's; more advanced opportunities; leadership; "
    "further specialization; clinical experience; beside coursework; internships; "
    "clinical rotations; part-time healthcare jobs",
    "Step 3: Gain relevant healthcare experience": "crucial step; internships; volunteer work; "
    "healthcare industry; procedures, protocols and systems; institutions; healthcare assistant; "
    "nurse; medical technician; any position with patient care; interact with patients; "
    "understand their needs; deliver effective care; empathy; leadership; problem-solving; "
    "relevant and substantial knowledge and skills; not just accumulated time; proactive",
    "Step 4: Build the essential skills": "vital; communication; organization; empathy; "
    "resilience; problem-solving; liaise between patients, families, medical staff; "
    "convey care plans and conditions clearly; schedule appointments; test results arrive; "
    "difficult, emotional situations; emotional support; professional boundaries; job stress; "
    "complications arise; think critically and quickly; without compromising care; "
    "workshops and seminars; practical experience; continually",
    "Step 5: Earn a professional certification": "often required; beyond a basic nursing degree; "
    "social work license; vary from place to place; competence in coordinating care; "
    "deep understanding of the healthcare system and patient needs; "
    "Certified Case Manager (CCM); recognized nationwide; combination of work experience; "
    "comprehensive exam; Advanced Certified Hospice and Palliative Nurse (ACHPN); "
    "Clinical Nurse Leader (CNL); area of specialization; end-of-life patients; "
    "leadership in coordinating care; ongoing education; time and resources",
    "Step 6: Learn healthcare systems and policies": "providers; services; legislation; comply; "
    "insurance; public and private policies; coverage; limits; benefits; "
    "get care within their coverage; seminars, workshops; professional development; "
    "health policy; health economics; health services management; across several areas; "
    "seamless coordination; better outcomes; better patient experience",
    "Step 7: Gain experience in patient care coordination": "coordination experience; "
    "internships, part-time work; volunteering in hospitals; outpatient care centers; "
    "nursing homes; administrative staff; plan, direct and coordinate services; "
    "tailored to each patient; develop care plans; coordinate with professionals; "
    "manage patient records; legal, ethical; regulatory considerations; patient populations; "
    "focus area; familiar with the duties; better chances of a job",
    "Step 8: Network with healthcare professionals": "networking; improves; prospects; "
    "landing a position; American Association of Healthcare Administrative Management; "
    "American College of Health Care Administrators; conferences, workshops; seminars; "
    "latest developments in coordination and management; health facilities; "
    "community health initiatives; commitment; meet employers or mentors; LinkedIn; "
    "connect with people in healthcare coordination; aspirations; stay professional; mentor; "
    "guidance, insight; contacts; help with challenges; continual; industry trends; "
    "later advancement",
    "Step 9: Keep up with new developments": "new treatment protocols, guidelines, technologies; "
    "policies; best care; decide well; workshops, seminars; conferences on care coordination; "
    "professional organizations; resources; updates; continuing education units (CEUs); "
    "medical journals, publications; newsletters; telehealth and other digital tools; "
    "continuous learning; advancement; specialization; leadership roles in the organization",
    "Step 10: Apply for positions": "enough experience; needed certifications; "
    "medical job boards; job search websites; hospital websites; resume to each job description; "
    "relevant experience, clinical skills, education; certification; action verbs; "
    "responsibilities and achievements; skills in practice; coordinating care; "
    "managing patient records; common questions; multitasking; medical terminology; teamwork; "
    "problem-solving; right away is normal; competitive; stay positive; refining; "
    "medical community",
    "Roles and responsibilities": "manage and oversee patients' healthcare needs; "
    "insurance companies; best outcomes; patient care; individualized care plans; "
    "multidisciplinary care with; healthcare coordination; seamless transitions; "
    "levels of healthcare; referrals to specialists; record keeping; "
    "comprehensive, accurate patient records; interactions and interventions; "
    "regulatory compliance; health education and counseling; patient advocate; "
    "insurance and billing; needed services are covered; healthcare costs; resource management; "
    "community resources; further resources; quality improvement initiatives; "
    "process and care improvement; staff training; junior staff; new employees; "
    "knowledge and expertise; staff development; federal, state and local regulations; "
    "healthcare laws, regulations; reporting; prepare and present reports; "
    "care activities and outcomes; continuous learning; professional competence; "
    "developments in patient care coordination",
    "What a Clinical Care Coordinator does": "hospitals, long-term care facilities; clinics; "
    "home care; hospice; liaison between patients, families; healthcare team; "
    "assist in planning and coordinating services; medical tests; at the right time; "
    "most appropriate setting; adjust the care plan as needed; regular contact; "
    "the healthcare system; condition and treatment plan; "
    "comprehensive, efficient, patient-centered care; multidisciplinary team; social workers",
    "Essential skills": "communication; organization; tracking progress; medical knowledge; "
    "basic; terminology, procedures; problem-solving; unforeseen circumstances; "
    "complications are common; compassion; sensitivity; emotional support; stressful times; "
    "interpersonal skills; strong relationships; documentation; histories, treatment plans; "
    "progress reports; electronic health record systems; leadership; in many cases; "
    "cohesively; decision making; quick decisions; urgent care; good judgment; flexibility; "
    "unpredictable; schedules change fast; patient advocacy; primary role; best possible care; "
    "time management; several patients; attention to detail; small details can be crucial; "
    "overlook nothing; professional ethics; patient confidentiality; paramount; "
    "stress management; demanding role; stay calm",
    "Foundation: entry-level Clinical Care Coordinator": "usual start; program coordination; "
    "patient records; scheduling appointments; coordinating services; communication skills; "
    "regulations, terminology; care strategies; organizational skills",
    "Ascent: Clinical Care Coordinator": "with experience; implement care plans; "
    "coordinate with providers; ensure; best care; critical thinking; teamwork; "
    "compassionate care; addressing concerns",
    "New heights: senior Clinical Care Coordinator": "experience and leadership; may train; "
    "important care decisions; lead the coordination team; mentoring juniors; "
    "strategic decision making; services, patient care; resources; leadership by example",
    "Beyond: managerial roles": "Clinical Services Manager; Director of Clinical Operations; "
    "Hospital Administrator; more responsibility; strategic decisions; "
    "strategic planning and execution; operations; innovation; trends; technologies",
    "Pinnacle: Chief Nursing Officer or Hospital CEO": "highest levels; "
    "overall healthcare strategy; critical decisions; manage larger teams",
    "Salary": "bachelor's in nursing; related field; doctors and other medical staff; "
    "more responsibility; overseeing junior coordinators; developing patient care programs; "
    "liaising with insurers; team of coordinators; care plans; healthcare regulations; "
    "Care Coordination Manager; significant experience; large team; coordination strategies; "
    "high-level care decisions; Director of Care Coordination; extensive experience; "
    "deep healthcare knowledge; all coordination; healthcare executives",
    "Work environment": "hospitals, clinics, nursing homes, rehabilitation centers; "
    "home healthcare agencies; mostly office-based; much time; standard; 40-hour week; "
    "evening, weekend or overnight shifts; where care is 24-hour; high-stress situations; "
    "critical decisions and problem-solving under pressure; experience and qualifications; "
    "senior roles in healthcare management; consultancy",
    NEEDED: "typically; bachelor's in nursing or a related health field; some; positions; master's;"
    " Registered Nurse (RN) license; case management; patient advocacy; "
    "healthcare laws and regulations; excellent communication and interpersonal skills; "
    "clinical experience helps; care coordination or management",
    HOW_LONG: "varies; several years of education and experience; bachelor's in nursing; usually; "
    "clinical experience often; another 2 to 5 years; master's can add 2 more",
    NO_DEGREE: "some aspects of patient coordination; most; "
    "at least a bachelor's in nursing or a related field; typically an RN license; "
    "experience in patient care and coordination can help; sometimes considered; "
    "in lieu of formal education",
    STRESSFUL: "at times; complex cases; changing conditions; rewarding; pivotal role; "
    "work-life balance; self-care",
    PROSPECTS: "promising; expected to grow; emphasis on coordinated care; outcomes; demand; "
    "aging population; older adults' complex needs",
    "Your next step": "no small endeavor; fulfilling; skills, education and perseverance; "
    "real difference in healthcare; tough; first step; keep learning; connect with professionals; "
    "personalized guidance; starting or advancing; AI career path advisor; "
    "customized advice and resources; own career path",
}
TERMS = {title: re.split(r";\s+", terms) for title, terms in TERMS_TABLE.items()}


def body(path: Path) -> str:
    """The text of a file without its front matter."""
    text = path.read_text(encoding="utf-8")
    return text.split("---\n", 2)[2] if text.startswith("---\n") else text


def sections(text: str) -> dict[str, list[str]]:
    """The non-empty lines below each heading, up to the next heading of any level."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("#"):
            found[line.lstrip("# ")] = own = []
        elif line.strip() and found:
            own.append(line)
    return found


GUIDE_SECTIONS = sections(body(GUIDE))
