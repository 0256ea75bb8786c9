async def add_incidents(random): pass
async def add_known_issues(): pass
async def add_lonely_case(random): pass
async def escalate_some(random): pass
async def link_known_issues(random): pass
