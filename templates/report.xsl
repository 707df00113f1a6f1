<?xml version="1.0" encoding="UTF-8"?>
<!-- The results document (results.rng) into report.html. This places; document*.c has ordered, counted, worded and computed.
     No generate-id(), xsl:sort, format-number() or document(): they depend on memory, version or locale, or open files.
     Colours stand as presentation attributes with the CSS variable first, so that shapes keep their colour where no style sheet may apply. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="html" encoding="UTF-8" indent="no" doctype-system="about:legacy-compat"/>
<xsl:key name="rule" match="/results/rules/rule" use="@id"/>
<xsl:key name="w" match="/results/look/words/w" use="@key"/>
<xsl:variable name="all" select="/results"/>
<xsl:variable name="nl" select="'&#10;'"/>

<xsl:template match="/results">
<html lang="{key('w','page.lang')}">
<head>
  <meta http-equiv="Content-Security-Policy" content="{look/@policy}"/>
  <meta name="viewport" content="width=device-width,initial-scale=1"/>
  <meta name="referrer" content="no-referrer"/>
  <meta name="robots" content="noindex"/>
  <meta name="color-scheme" content="light dark"/>
  <title><xsl:value-of select="title"/></title>
  <style><xsl:value-of select="look/css"/></style>
</head>
<body>
  <xsl:call-template name="shapes"/>
  <a class="skip" href="#answer"><xsl:value-of select="key('w','page.skip')"/></a>
  <header class="top"><b><xsl:value-of select="key('w','page.readiness')"/></b><xsl:text> </xsl:text><span><xsl:value-of select="@cluster"/></span><xsl:text> </xsl:text>
    <xsl:if test="@gathered"><span class="mute"><xsl:call-template name="say"><xsl:with-param name="key">page.archive-of</xsl:with-param><xsl:with-param name="hole"><xsl:value-of select="@gathered"/></xsl:with-param></xsl:call-template></span></xsl:if>
    <fieldset class="seg"><legend class="vh"><xsl:value-of select="key('w','page.colours')"/></legend>
      <input type="radio" name="t" id="t-auto" checked="checked"/><label for="t-auto"><xsl:value-of select="key('w','page.colours.auto')"/></label>
      <input type="radio" name="t" id="t-light"/><label for="t-light"><xsl:value-of select="key('w','page.colours.light')"/></label>
      <input type="radio" name="t" id="t-dark"/><label for="t-dark"><xsl:value-of select="key('w','page.colours.dark')"/></label></fieldset></header>
  <xsl:value-of select="$nl"/>
  <div class="wrap">
    <nav class="toc" aria-label="{key('w','page.sections')}"><ol>
      <xsl:call-template name="entry"><xsl:with-param name="id">answer</xsl:with-param><xsl:with-param name="text" select="key('w','page.answer')"/></xsl:call-template>
      <xsl:call-template name="entry"><xsl:with-param name="id">path</xsl:with-param><xsl:with-param name="text" select="key('w','page.path')"/><xsl:with-param name="count" select="path/@count"/></xsl:call-template>
      <xsl:if test="cards[@mark='bad']/card"><xsl:call-template name="entry"><xsl:with-param name="id">blockers</xsl:with-param><xsl:with-param name="text" select="key('w','page.blockers')"/><xsl:with-param name="count" select="cards[@mark='bad']/@count"/><xsl:with-param name="mark">bad</xsl:with-param></xsl:call-template></xsl:if>
      <xsl:if test="drains/drain"><xsl:call-template name="entry"><xsl:with-param name="id">drains</xsl:with-param><xsl:with-param name="text" select="key('w','page.drains')"/><xsl:with-param name="count" select="drains/@count"/><xsl:with-param name="mark"><xsl:if test="drains/@stops != '0'">bad</xsl:if></xsl:with-param></xsl:call-template></xsl:if>
      <xsl:if test="migrations/vmi"><xsl:call-template name="entry"><xsl:with-param name="id">migrations</xsl:with-param><xsl:with-param name="text" select="key('w','page.migrations')"/><xsl:with-param name="count" select="migrations/@count"/></xsl:call-template></xsl:if>
      <xsl:if test="cards[@mark='warn']/card"><xsl:call-template name="entry"><xsl:with-param name="id">warnings</xsl:with-param><xsl:with-param name="text" select="key('w','page.warnings')"/><xsl:with-param name="count" select="cards[@mark='warn']/@count"/></xsl:call-template></xsl:if>
      <xsl:if test="cards[@mark='note']/card"><xsl:call-template name="entry"><xsl:with-param name="id">notes</xsl:with-param><xsl:with-param name="text" select="key('w','page.notes')"/><xsl:with-param name="count" select="cards[@mark='note']/@count"/></xsl:call-template></xsl:if>
      <xsl:if test="vms/@count != '0'"><xsl:call-template name="entry"><xsl:with-param name="id">vms</xsl:with-param><xsl:with-param name="text" select="key('w','page.vms')"/><xsl:with-param name="count" select="vms/@count"/></xsl:call-template></xsl:if>
      <xsl:call-template name="entry"><xsl:with-param name="id">checks</xsl:with-param><xsl:with-param name="text" select="key('w','page.checks')"/><xsl:with-param name="count" select="rules/@count"/></xsl:call-template>
      <xsl:call-template name="entry"><xsl:with-param name="id">open</xsl:with-param><xsl:with-param name="text" select="key('w','page.open')"/><xsl:with-param name="count" select="open/@count"/></xsl:call-template>
      <xsl:call-template name="entry"><xsl:with-param name="id">source</xsl:with-param><xsl:with-param name="text" select="key('w','page.source')"/></xsl:call-template>
    </ol></nav>
    <main>
      <xsl:call-template name="answer"/>
      <xsl:apply-templates select="path"/>
      <xsl:apply-templates select="cards[@mark='bad']"/>
      <xsl:apply-templates select="drains"/>
      <xsl:apply-templates select="migrations"/>
      <xsl:apply-templates select="cards[@mark='warn']"/>
      <xsl:apply-templates select="cards[@mark='note']"/>
      <xsl:apply-templates select="vms"/>
      <xsl:apply-templates select="rules"/>
      <xsl:apply-templates select="open"/>
      <xsl:apply-templates select="source"/>
    </main>
  </div>
  <footer><p><xsl:value-of select="key('w','page.footer')"/></p></footer>
  <div id="say" class="vh" role="status" data-copy="{key('w','page.script.copy')}" data-copied="{key('w','page.script.copied')}" data-select="{key('w','page.script.select')}" data-expand="{key('w','page.script.expand')}" data-collapse="{key('w','page.script.collapse')}"></div>
  <script type="application/json" id="results"><xsl:value-of select="json"/></script>
  <script><xsl:value-of select="look/js"/></script>
</body></html>
</xsl:template>

<!-- ======== parts used everywhere ======== -->

<!-- Words of the catalogue with something in their hole. -->
<xsl:template name="say">
  <xsl:param name="key"/><xsl:param name="hole"/>
  <xsl:for-each select="key('w', $key)/node()"><xsl:choose>
    <xsl:when test="self::hole"><xsl:copy-of select="$hole"/></xsl:when><xsl:otherwise><xsl:value-of select="."/></xsl:otherwise></xsl:choose></xsl:for-each>
</xsl:template>

<xsl:template name="failed"><xsl:choose>
  <xsl:when test="@object"><xsl:call-template name="say"><xsl:with-param name="key">page.broken-on</xsl:with-param><xsl:with-param name="hole"><xsl:value-of select="@object"/></xsl:with-param></xsl:call-template></xsl:when><xsl:otherwise><xsl:value-of select="key('w','page.broken')"/></xsl:otherwise></xsl:choose></xsl:template>

<xsl:template name="entry">
  <xsl:param name="id"/><xsl:param name="text"/><xsl:param name="count"/><xsl:param name="mark"/>
  <li><a href="#{$id}"><xsl:value-of select="$text"/><xsl:text> </xsl:text>
    <xsl:if test="$count != ''"><span class="c {$mark}"><xsl:value-of select="$count"/></span></xsl:if></a></li>
</xsl:template>

<xsl:template name="shapes">
  <svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>
    <symbol id="i-bad" viewBox="0 0 16 16"><path fill="currentColor" d="M4.900.500h6.200l4.400 4.400v6.200l-4.400 4.400H4.900L.500 11.100V4.900z"/><path stroke="var(--card,#fff)" stroke-width="2" stroke-linecap="round" d="M5.200 5.200l5.600 5.600M10.800 5.200l-5.600 5.600"/></symbol>
    <symbol id="i-warn" viewBox="0 0 16 16"><path fill="currentColor" d="M8 .800c.5 0 .9.300 1.200.700l6.500 11.600c.5 1-.1 2.100-1.200 2.100h-13c-1.100 0-1.700-1.100-1.200-2.100L6.800 1.500C7.100 1.100 7.500.800 8 .800z"/><path stroke="var(--card,#fff)" stroke-width="1.900" stroke-linecap="round" d="M8 5.400v4M8 12.300v.1"/></symbol>
    <symbol id="i-ok" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7.500" fill="currentColor"/><path fill="none" stroke="var(--card,#fff)" stroke-width="1.900" stroke-linecap="round" stroke-linejoin="round" d="M4.500 8.300l2.400 2.400 4.700-5"/></symbol>
    <symbol id="i-note" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7.500" fill="currentColor"/><path stroke="var(--card,#fff)" stroke-width="1.900" stroke-linecap="round" d="M8 7.300v4.200M8 4.500v.1"/></symbol>
    <symbol id="i-unk" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.700" fill="none" stroke="currentColor" stroke-width="1.500" stroke-dasharray="2.600 1.600"/><path fill="none" stroke="currentColor" stroke-width="1.500" stroke-linecap="round" d="M6 6.300c.2-2.700 4.100-2.400 4 0-.1 1.500-2 1.500-2 3M8 11.600v.1"/></symbol>
  </defs></svg>
</xsl:template>

<!-- The colour of a mark where no CSS applies. -->
<xsl:template name="colour"><xsl:param name="mark"/><xsl:choose>
  <xsl:when test="$mark='bad'">#b1380b</xsl:when><xsl:when test="$mark='warn'">#b98412</xsl:when><xsl:when test="$mark='ok'">#3d7317</xsl:when>
  <xsl:when test="$mark='note'">#5e40be</xsl:when><xsl:otherwise>#707070</xsl:otherwise></xsl:choose></xsl:template>

<xsl:template name="icon">
  <xsl:param name="mark"/><xsl:param name="label"/>
  <svg class="ic {$mark}" width="16" height="16">
    <xsl:attribute name="color"><xsl:call-template name="colour"><xsl:with-param name="mark" select="$mark"/></xsl:call-template></xsl:attribute>
    <xsl:choose>
      <xsl:when test="$label"><xsl:attribute name="role">img</xsl:attribute><xsl:attribute name="aria-label"><xsl:value-of select="$label"/></xsl:attribute></xsl:when>
      <xsl:otherwise><xsl:attribute name="aria-hidden">true</xsl:attribute></xsl:otherwise>
    </xsl:choose>
    <use href="#i-{$mark}"/></svg>
</xsl:template>

<xsl:template name="pill">
  <xsl:param name="mark"/><xsl:param name="word"/>
  <span class="pill {$mark}"><xsl:if test="$mark != 'na' and $mark != ''"><xsl:call-template name="icon"><xsl:with-param name="mark" select="$mark"/></xsl:call-template></xsl:if>
    <xsl:value-of select="$word"/></span>
</xsl:template>

<xsl:template name="rule-link"><xsl:param name="rule"/><a class="m" href="#rule-{$rule}"><xsl:value-of select="$rule"/></a></xsl:template>

<xsl:template name="rule-links">
  <xsl:param name="of"/>
  <xsl:for-each select="$of"><xsl:if test="position() > 1">, </xsl:if><xsl:call-template name="rule-link"><xsl:with-param name="rule" select="@rule"/></xsl:call-template></xsl:for-each>
</xsl:template>

<xsl:template name="named">
  <xsl:choose>
    <xsl:when test="@vm"><a href="#{@vm}"><xsl:value-of select="@name"/></a></xsl:when>
    <xsl:otherwise><xsl:value-of select="@name"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template name="command">
  <xsl:param name="text"/><xsl:param name="changes"/>
  <div class="cmd"><xsl:if test="$changes"><xsl:attribute name="class">cmd ch</xsl:attribute><span class="t"><xsl:value-of select="key('w','page.changes')"/></span></xsl:if>
    <pre><xsl:value-of select="$text"/></pre></div>
</xsl:template>

<!-- ======== answer ======== -->

<xsl:template name="answer">
  <section class="answer {@mark}" id="answer"><div>
    <h1><span class="q"><xsl:value-of select="question"/></span><xsl:text> </xsl:text>
      <xsl:call-template name="icon"><xsl:with-param name="mark" select="@mark"/></xsl:call-template><xsl:value-of select="answer"/></h1>
    <xsl:for-each select="note"><p class="heed"><xsl:value-of select="."/></p></xsl:for-each>
    <p class="mute"><xsl:value-of select="lead"/></p>
    <xsl:if test="@mark='unk'"><xsl:for-each select="open/command"><xsl:call-template name="command"><xsl:with-param name="text" select="."/></xsl:call-template></xsl:for-each></xsl:if>
    <xsl:if test="problem"><ol class="why"><xsl:for-each select="problem"><li>
      <xsl:call-template name="icon"><xsl:with-param name="mark" select="@mark"/><xsl:with-param name="label"><xsl:choose><xsl:when test="@mark='bad'"><xsl:value-of select="key('w','page.blocker')"/></xsl:when><xsl:otherwise><xsl:value-of select="key('w','page.open.one')"/></xsl:otherwise></xsl:choose></xsl:with-param></xsl:call-template>
      <b><xsl:value-of select="fact"/></b><xsl:if test="rest"><span class="rest"><xsl:value-of select="rest"/></span></xsl:if>
      <span class="do"><xsl:value-of select="do"/><xsl:text> </xsl:text><xsl:call-template name="rule-link"><xsl:with-param name="rule" select="@rule"/></xsl:call-template></span>
    </li></xsl:for-each></ol></xsl:if></div>
    <dl class="facts"><xsl:for-each select="fact"><dt><xsl:value-of select="@name"/></dt><dd><xsl:value-of select="."/></dd></xsl:for-each></dl>
    <div class="tally">
      <svg class="tbar" viewBox="0 0 1000 10" preserveAspectRatio="none" width="100%" height="10" aria-hidden="true">
        <defs><pattern id="hatch" width="6" height="10" patternUnits="userSpaceOnUse"><rect width="6" height="10" fill="var(--unk-b,#f2f2f2)"/><rect width="3" height="10" fill="var(--unk,#707070)"/></pattern></defs>
        <xsl:for-each select="tally/part"><rect x="{@x}" width="{@width}" height="10"><xsl:attribute name="fill"><xsl:choose>
          <xsl:when test="@mark='unk'">url(#hatch)</xsl:when>
          <xsl:otherwise>var(--<xsl:value-of select="@mark"/>,<xsl:call-template name="colour"><xsl:with-param name="mark" select="@mark"/></xsl:call-template>)</xsl:otherwise></xsl:choose></xsl:attribute></rect></xsl:for-each>
      </svg>
      <ul class="tkey"><xsl:for-each select="tally/part"><li><xsl:call-template name="icon"><xsl:with-param name="mark" select="@mark"/></xsl:call-template><xsl:text> </xsl:text><xsl:value-of select="."/></li></xsl:for-each>
        <xsl:for-each select="tally/apart"><li class="mute"><xsl:value-of select="."/></li></xsl:for-each></ul>
    </div>
  </section><xsl:value-of select="$nl"/>
</xsl:template>

<!-- ======== update path ======== -->

<xsl:template match="path">
  <section id="path"><h2><xsl:value-of select="key('w','page.path')"/></h2>
    <xsl:choose><xsl:when test="step"><p class="lead"><xsl:value-of select="key('w','page.path.lead')"/></p></xsl:when>
      <xsl:otherwise><p class="lead"><xsl:value-of select="key('w','page.path.none')"/></p></xsl:otherwise></xsl:choose>
    <xsl:apply-templates select="drawing"/>
    <xsl:if test="step"><ol class="steps"><xsl:for-each select="step"><li><xsl:if test="blocked"><xsl:attribute name="class">b</xsl:attribute></xsl:if>
      <b><xsl:value-of select="@name"/></b><xsl:text> </xsl:text><xsl:value-of select="text"/>
      <xsl:if test="blocked"><xsl:text> </xsl:text><span class="x"><xsl:value-of select="key('w','page.path.blocked')"/></span><xsl:call-template name="say"><xsl:with-param name="key">page.path.blocked-by</xsl:with-param><xsl:with-param name="hole"><xsl:call-template name="rule-links"><xsl:with-param name="of" select="blocked"/></xsl:call-template></xsl:with-param></xsl:call-template></xsl:if>
    </li></xsl:for-each></ol></xsl:if>
  </section><xsl:value-of select="$nl"/>
</xsl:template>

<xsl:template match="drawing">
  <svg class="path" viewBox="0 0 840 {@height}" width="840" height="{@height}" role="img" aria-label="{key('w','page.path.drawing')}">
    <xsl:for-each select="column"><text x="{@x}" y="{@y}" text-anchor="middle" font-size="15" font-weight="600"><xsl:value-of select="."/></text><path d="M{@x} 30V{@y2}" stroke="var(--hair,#e0e0e0)" stroke-width="1"/></xsl:for-each>
    <xsl:for-each select="lane"><text x="{@x}" y="{@y}" font-size="13" font-weight="600"><xsl:value-of select="."/></text></xsl:for-each>
    <xsl:for-each select="waits"><path d="M{@x} {@y}H{@x2}" stroke="var(--line,#c7c7c7)" stroke-width="2" stroke-dasharray="2 5"/></xsl:for-each>
    <xsl:for-each select="arrow">
      <xsl:variable name="ink"><xsl:choose><xsl:when test="@blocked">var(--bad,#b1380b)</xsl:when><xsl:otherwise>var(--mute,#4d4d4d)</xsl:otherwise></xsl:choose></xsl:variable>
      <path d="M{@x} {@y}H{@x2}" stroke="{$ink}" stroke-width="2"><xsl:if test="@blocked"><xsl:attribute name="stroke-dasharray">6 4</xsl:attribute></xsl:if></path>
      <path d="M{@x2} {@y}m0-5l9 5-9 5z" fill="{$ink}"/>
      <circle cx="{@cx}" cy="{@y}" r="11" fill="var(--card,#fff)" stroke="{$ink}" stroke-width="2"/>
      <text x="{@cx}" y="{@cy}" text-anchor="middle" font-size="12.500" font-weight="600"><xsl:value-of select="@step"/></text>
    </xsl:for-each>
    <xsl:for-each select="by"><text class="tb" x="{@x}" y="{@y}" text-anchor="middle" font-size="12" fill="#8a2b08"><xsl:value-of select="."/></text></xsl:for-each>
    <xsl:for-each select="pill"><rect x="{@x}" y="{@y}" width="68" height="26" rx="13" fill="var(--card,#fff)" stroke="var(--line,#c7c7c7)"/><text x="{@cx}" y="{@cy}" text-anchor="middle" font-size="12.500"><xsl:value-of select="."/></text></xsl:for-each>
  </svg>
</xsl:template>

<!-- ======== findings ======== -->

<xsl:template match="cards"/>
<xsl:template match="cards[card]">
  <section><xsl:choose>
    <xsl:when test="@mark='bad'"><xsl:attribute name="id">blockers</xsl:attribute><h2><xsl:value-of select="key('w','page.blockers')"/></h2><p class="lead"><xsl:value-of select="key('w','page.blockers.lead')"/></p></xsl:when>
    <xsl:when test="@mark='warn'"><xsl:attribute name="id">warnings</xsl:attribute><h2><xsl:value-of select="key('w','page.warnings')"/></h2><p class="lead"><xsl:value-of select="key('w','page.warnings.lead')"/></p></xsl:when>
    <xsl:otherwise><xsl:attribute name="id">notes</xsl:attribute><h2><xsl:value-of select="key('w','page.notes')"/></h2><p class="lead"><xsl:value-of select="key('w','page.notes.lead')"/></p></xsl:otherwise></xsl:choose>
    <xsl:variable name="row"><xsl:if test="@mark != 'bad'"> row</xsl:if></xsl:variable>
    <xsl:for-each select="card"><xsl:apply-templates select="key('rule', @rule)" mode="card"><xsl:with-param name="row" select="$row"/><xsl:with-param name="first" select="position() = 1"/></xsl:apply-templates></xsl:for-each>
  </section><xsl:value-of select="$nl"/>
</xsl:template>

<xsl:template match="rule" mode="card">
  <xsl:param name="row"/><xsl:param name="first"/>
  <details class="f {@card}{$row}"><xsl:if test="$row = '' and $first"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
    <summary><xsl:choose>
      <xsl:when test="$row = ''"><span class="h"><xsl:call-template name="pill"><xsl:with-param name="mark" select="@card"/><xsl:with-param name="word" select="key('w','page.blocker')"/></xsl:call-template>
        <span class="id"><span class="m"><xsl:value-of select="@id"/></span><xsl:if test="@bites"> · <xsl:value-of select="@bites"/></xsl:if><xsl:if test="@nodes"> · <xsl:value-of select="@nodes"/></xsl:if></span></span></xsl:when>
      <xsl:otherwise><xsl:call-template name="icon"><xsl:with-param name="mark" select="@card"/></xsl:call-template></xsl:otherwise></xsl:choose>
      <h3><xsl:value-of select="fact"/></h3><span class="r" aria-hidden="true"></span></summary>
    <div class="in" id="rule-{@id}">
      <xsl:if test="$row != ''"><p class="id"><span class="m"><xsl:value-of select="@id"/></span><xsl:if test="@bites"> · <xsl:value-of select="@bites"/></xsl:if></p></xsl:if>
      <xsl:if test="@origin"><p class="mute"><xsl:call-template name="say"><xsl:with-param name="key">page.site-rule</xsl:with-param><xsl:with-param name="hole"><xsl:value-of select="@origin"/></xsl:with-param></xsl:call-template></p></xsl:if>
      <xsl:if test="rest"><p class="rest"><xsl:value-of select="rest"/></p></xsl:if>
      <xsl:for-each select="why"><p><xsl:value-of select="."/></p></xsl:for-each>
      <xsl:apply-templates select="group"/>
      <xsl:if test="@more"><p><xsl:choose><xsl:when test="$all/vms/@count != '0'"><xsl:call-template name="say"><xsl:with-param name="key">page.more-in-table</xsl:with-param><xsl:with-param name="hole"><xsl:value-of select="@more"/></xsl:with-param></xsl:call-template><xsl:text> </xsl:text><a href="#vms"><xsl:value-of select="key('w','page.vms')"/></a></xsl:when><xsl:otherwise><xsl:call-template name="say"><xsl:with-param name="key">page.more</xsl:with-param><xsl:with-param name="hole"><xsl:value-of select="@more"/></xsl:with-param></xsl:call-template></xsl:otherwise></xsl:choose></p></xsl:if>
      <xsl:call-template name="not-judged-too"/>
      <xsl:if test="doc"><h4><xsl:value-of select="key('w','page.documentation')"/></h4><xsl:for-each select="doc"><p class="doc"><a href="{.}" rel="noreferrer"><xsl:value-of select="."/></a></p></xsl:for-each></xsl:if>
    </div></details><xsl:value-of select="$nl"/>
</xsl:template>

<xsl:template match="group">
  <xsl:if test="@cause"><h4><xsl:value-of select="@cause"/></h4></xsl:if>
  <xsl:variable name="first" select="not(preceding-sibling::group)"/>
  <xsl:choose>
  <xsl:when test="count(../group/finding) = 1"><xsl:for-each select="finding"><xsl:call-template name="said"/><xsl:call-template name="proof"/></xsl:for-each></xsl:when>
  <xsl:otherwise><ul class="things"><xsl:for-each select="finding"><li>
    <xsl:call-template name="said"/>
    <xsl:if test="descendant::evidence or descendant::remedy or descendant::verify">
      <details class="more"><xsl:if test="position() = 1 and ($first or ../@cause)"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
        <summary><b><xsl:value-of select="key('w','page.proof')"/></b></summary>
        <div class="in"><xsl:call-template name="proof"/></div></details></xsl:if>
  </li></xsl:for-each></ul></xsl:otherwise></xsl:choose>
</xsl:template>

<!-- Where a reason has a chain of its own, it is the more exact one: the finding's would repeat it. -->
<xsl:template name="said">
  <xsl:call-template name="thing"><xsl:with-param name="chain" select="not(reason/link)"/></xsl:call-template>
  <xsl:for-each select="reason"><div class="reason"><p class="id"><xsl:call-template name="say"><xsl:with-param name="key">page.because</xsl:with-param><xsl:with-param name="hole"><xsl:call-template name="rule-link"><xsl:with-param name="rule" select="@rule"/></xsl:call-template></xsl:with-param></xsl:call-template></p><xsl:call-template name="thing"/></div></xsl:for-each>
</xsl:template>

<!-- The chain of one finding, or of one that explains it, and its sentence. -->
<xsl:template name="thing">
  <xsl:param name="chain" select="true()"/>
  <xsl:if test="link and $chain"><ol class="chain"><xsl:for-each select="link"><li><span class="k"><xsl:if test="@guilty"><xsl:attribute name="class">k x</xsl:attribute></xsl:if>
    <small><xsl:value-of select="@role"/></small><xsl:text> </xsl:text><xsl:call-template name="named"/></span></li></xsl:for-each></ol></xsl:if>
  <xsl:if test="not(@told)"><p class="said"><xsl:value-of select="message"/></p></xsl:if>
</xsl:template>

<!-- The reasons' remedies first: they are the more exact ones. -->
<xsl:template name="proof">
  <xsl:if test="evidence"><h4><xsl:value-of select="key('w','page.evidence')"/></h4><xsl:apply-templates select="evidence"/></xsl:if>
  <xsl:if test="remedy or reason/remedy"><h4><xsl:value-of select="key('w','page.remedy')"/></h4></xsl:if>
  <xsl:choose><xsl:when test="reason/remedy"><xsl:apply-templates select="reason/remedy"/></xsl:when><xsl:otherwise><xsl:apply-templates select="remedy"/></xsl:otherwise></xsl:choose>
  <xsl:if test="verify or reason/verify"><h4><xsl:value-of select="key('w','page.verify')"/></h4></xsl:if>
  <xsl:choose><xsl:when test="verify"><xsl:apply-templates select="verify"/></xsl:when><xsl:otherwise><xsl:apply-templates select="reason/verify"/></xsl:otherwise></xsl:choose>
</xsl:template>

<xsl:template match="evidence">
  <figure class="ev"><figcaption><code><xsl:if test="@input"><xsl:value-of select="@input"/>!</xsl:if><xsl:if test="@root"><span class="root"><xsl:value-of select="@root"/></span></xsl:if><xsl:value-of select="@path"/></code></figcaption>
    <xsl:if test="line"><pre tabindex="0" role="region"><xsl:attribute name="aria-label"><xsl:call-template name="say"><xsl:with-param name="key">page.excerpt</xsl:with-param><xsl:with-param name="hole"><xsl:value-of select="@path"/></xsl:with-param></xsl:call-template></xsl:attribute><code><xsl:apply-templates select="line | gap"/></code></pre></xsl:if>
    <xsl:for-each select="field"><p><code><xsl:value-of select="@name"/></code><xsl:if test="@n"><span class="mute"><xsl:call-template name="say"><xsl:with-param name="key">page.at-line</xsl:with-param><xsl:with-param name="hole"><xsl:value-of select="@n"/></xsl:with-param></xsl:call-template></span></xsl:if>: <xsl:choose>
      <xsl:when test="@masked"><span class="mute"><xsl:value-of select="key('w','page.masked')"/></span></xsl:when><xsl:otherwise><code><xsl:value-of select="."/></code></xsl:otherwise></xsl:choose></p></xsl:for-each>
  </figure>
</xsl:template>

<xsl:template match="line"><span class="l"><xsl:if test="@hit"><xsl:attribute name="class">l h</xsl:attribute></xsl:if><span class="n"><xsl:value-of select="@n"/></span><xsl:text> </xsl:text><xsl:value-of select="."/><xsl:value-of select="$nl"/></span></xsl:template>
<xsl:template match="gap"><span class="l"><span class="n">&#8943;</span><xsl:value-of select="$nl"/></span></xsl:template>

<xsl:template match="remedy">
  <p><xsl:value-of select="text"/></p>
  <xsl:if test="command"><xsl:call-template name="command"><xsl:with-param name="text" select="command"/><xsl:with-param name="changes" select="@changes"/></xsl:call-template></xsl:if>
</xsl:template>

<xsl:template match="verify"><xsl:call-template name="command"><xsl:with-param name="text" select="."/></xsl:call-template></xsl:template>

<xsl:template name="not-judged-too">
  <xsl:if test="lacks"><p class="mute"><xsl:call-template name="say"><xsl:with-param name="key">page.some-open</xsl:with-param><xsl:with-param name="hole"><xsl:value-of select="lacks"/></xsl:with-param></xsl:call-template></p></xsl:if>
  <xsl:for-each select="broken"><p class="mute"><xsl:call-template name="failed"/><xsl:value-of select="."/><xsl:text> </xsl:text><code><xsl:value-of select="@where"/></code></p></xsl:for-each>
</xsl:template>

<!-- ======== drains and migrations ======== -->

<xsl:template match="drains"/>
<xsl:template match="drains[drain]">
  <section id="drains"><h2><xsl:value-of select="key('w','page.drains')"/></h2><p class="lead"><xsl:value-of select="key('w','page.drains.lead')"/></p>
    <div class="tw"><table class="resp"><caption class="vh"><xsl:value-of select="key('w','page.drains.caption')"/></caption>
      <thead><tr><th scope="col"><xsl:value-of select="key('w','page.drains.node')"/></th><th scope="col"><xsl:value-of select="key('w','page.drains.drain')"/></th><th scope="col" class="num"><xsl:value-of select="key('w','page.drains.migrate')"/></th><th scope="col" class="num"><xsl:value-of select="key('w','page.drains.shut-down')"/></th><th scope="col" class="num"><xsl:value-of select="key('w','page.drains.hold')"/></th><th scope="col" class="num"><xsl:value-of select="key('w','page.drains.unknown')"/></th><th scope="col"><xsl:value-of select="key('w','page.drains.memory')"/></th></tr></thead>
      <tbody><xsl:for-each select="drain"><tr>
        <th scope="row"><xsl:value-of select="@node"/><br/><span class="mute"><xsl:value-of select="@pool"/></span></th>
        <td class="full"><xsl:call-template name="pill"><xsl:with-param name="mark" select="@mark"/><xsl:with-param name="word" select="@words"/></xsl:call-template>
          <xsl:for-each select="held"><br/><xsl:if test="@kind"><xsl:value-of select="@kind"/><xsl:text> </xsl:text></xsl:if><xsl:call-template name="named"/><span class="mute">: <xsl:value-of select="."/></span></xsl:for-each>
          <xsl:if test="@more"><br/><span class="mute"><xsl:value-of select="@more"/></span></xsl:if></td>
        <td class="num" data-l="{key('w','page.drains.migrate')}"><xsl:value-of select="@migrate"/></td><td class="num" data-l="{key('w','page.drains.shut-down')}"><xsl:value-of select="@shut-down"/></td>
        <td class="num" data-l="{key('w','page.drains.hold')}"><xsl:value-of select="@hold"/></td><td class="num" data-l="{key('w','page.drains.unknown')}"><xsl:value-of select="@unknown"/></td>
        <td data-l="{key('w','page.memory')}" class="full"><xsl:value-of select="@memory"/></td></tr></xsl:for-each></tbody></table></div>
    <p class="mute"><xsl:value-of select="key('w','page.drains.pods')"/></p>
  </section><xsl:value-of select="$nl"/>
</xsl:template>

<xsl:template match="migrations"/>
<xsl:template match="migrations[vmi]">
  <section id="migrations"><h2><xsl:value-of select="key('w','page.migrations')"/></h2><p class="lead"><xsl:call-template name="say"><xsl:with-param name="key">page.migrations.lead</xsl:with-param><xsl:with-param name="hole"><xsl:value-of select="@attempts"/></xsl:with-param></xsl:call-template></p>
    <div class="tw"><table class="resp"><caption class="vh"><xsl:value-of select="key('w','page.migrations.caption')"/></caption>
      <thead><tr><th scope="col"><xsl:value-of select="key('w','page.vm')"/></th><th scope="col"><xsl:value-of select="key('w','page.result')"/></th><th scope="col"><xsl:value-of select="key('w','page.migrations.attempts')"/></th></tr></thead>
      <tbody><xsl:for-each select="vmi"><tr><th scope="row"><xsl:call-template name="named"/></th>
        <td class="nw"><xsl:value-of select="@result"/></td>
        <td class="full"><ul class="tries"><xsl:for-each select="attempt"><li><xsl:call-template name="icon"><xsl:with-param name="mark" select="@mark"/></xsl:call-template><xsl:text> </xsl:text>
          <xsl:value-of select="@when"/><xsl:text> </xsl:text><b><xsl:value-of select="@phase"/></b><span class="mute"><xsl:if test="@way">, <xsl:value-of select="@way"/></xsl:if><xsl:if test="@cause">, <xsl:value-of select="@cause"/></xsl:if><xsl:if test="text">: <xsl:value-of select="text"/></xsl:if></span></li></xsl:for-each></ul></td>
      </tr></xsl:for-each></tbody></table></div>
  </section><xsl:value-of select="$nl"/>
</xsl:template>

<!-- ======== virtual machines ======== -->

<xsl:template match="vms"/>
<xsl:template match="vms[@count != '0']">
  <section id="vms"><h2><xsl:value-of select="key('w','page.vms')"/></h2><p class="lead"><xsl:value-of select="key('w','page.vms.lead')"/></p>
    <xsl:if test="vm"><xsl:call-template name="vm-table"><xsl:with-param name="of" select="vm"/><xsl:with-param name="caption" select="key('w','page.vms')"/></xsl:call-template></xsl:if>
    <xsl:for-each select="namespace"><details class="more"><summary><b><xsl:value-of select="@name"/></b><xsl:text> </xsl:text><span class="mute"><xsl:call-template name="say"><xsl:with-param name="key">page.vms.healthy</xsl:with-param><xsl:with-param name="hole"><xsl:value-of select="@count"/></xsl:with-param></xsl:call-template> </span></summary>
      <xsl:call-template name="vm-table"><xsl:with-param name="of" select="vm"/><xsl:with-param name="caption"><xsl:call-template name="say"><xsl:with-param name="key">page.vms.of</xsl:with-param><xsl:with-param name="hole"><xsl:value-of select="@name"/></xsl:with-param></xsl:call-template></xsl:with-param></xsl:call-template></details><xsl:value-of select="$nl"/></xsl:for-each>
  </section><xsl:value-of select="$nl"/>
</xsl:template>

<xsl:template name="vm-table">
  <xsl:param name="of"/><xsl:param name="caption"/>
  <div class="tw"><table class="vms resp"><caption class="vh"><xsl:value-of select="$caption"/></caption>
    <thead><tr><th scope="col"><xsl:value-of select="key('w','page.vm')"/></th><th scope="col"><xsl:value-of select="key('w','page.vms.in-drain')"/></th><th scope="col"><xsl:value-of select="key('w','page.vms.node')"/></th><th scope="col" class="num"><xsl:value-of select="key('w','page.vms.vcpus')"/></th><th scope="col" class="num"><xsl:value-of select="key('w','page.memory')"/></th><th scope="col"><xsl:value-of select="key('w','page.vms.disks')"/></th><th scope="col"><xsl:value-of select="key('w','page.vms.last')"/></th><th scope="col"><xsl:value-of select="key('w','page.vms.findings')"/></th></tr></thead>
    <tbody><xsl:apply-templates select="$of"/></tbody></table></div>
</xsl:template>

<!-- Short on purpose: there may be thousands. -->
<xsl:template match="vm[@healthy]">
  <tr id="{@id}"><th><xsl:value-of select="@name"/><small><xsl:value-of select="@namespace"/></small></th><td><xsl:value-of select="@drain"/></td><td><xsl:value-of select="@node"/></td><td class="num"><xsl:value-of select="@vcpus"/></td><td class="num"><xsl:value-of select="@memory"/></td><td><xsl:value-of select="@disks"/></td><td><xsl:value-of select="@last"/></td><td></td></tr><xsl:value-of select="$nl"/>
</xsl:template>

<xsl:template match="vm">
  <tr id="{@id}"><th scope="row"><xsl:value-of select="@name"/><small><xsl:value-of select="@namespace"/></small></th>
    <td class="full"><xsl:call-template name="pill"><xsl:with-param name="mark" select="@mark"/><xsl:with-param name="word" select="@drain"/></xsl:call-template><xsl:if test="@why"><br/><span class="mute"><xsl:value-of select="@why"/></span></xsl:if></td>
    <td><xsl:value-of select="@node"/></td><td class="num"><xsl:value-of select="@vcpus"/></td><td class="num"><xsl:value-of select="@memory"/></td><td><xsl:value-of select="@disks"/></td><td><xsl:value-of select="@last"/></td>
    <td class="full"><xsl:if test="@launcher"><xsl:value-of select="key('w','page.vms.outdated')"/><xsl:if test="found">, </xsl:if></xsl:if><xsl:call-template name="rule-links"><xsl:with-param name="of" select="found"/></xsl:call-template></td></tr><xsl:value-of select="$nl"/>
</xsl:template>

<!-- ======== all checks, what is open, sources ======== -->

<xsl:template match="rules">
  <section id="checks"><h2><xsl:value-of select="key('w','page.checks')"/></h2><p class="lead"><xsl:value-of select="key('w','page.checks.lead')"/></p>
    <div class="tw"><table class="resp"><caption class="vh"><xsl:value-of select="key('w','page.checks')"/></caption>
      <thead><tr><th scope="col"><xsl:value-of select="key('w','page.result')"/></th><th scope="col"><xsl:value-of select="key('w','page.check')"/></th><th scope="col"><xsl:value-of select="key('w','page.checks.assertion')"/></th><th scope="col"><xsl:value-of select="key('w','page.checks.seen')"/></th></tr></thead>
      <tbody><xsl:for-each select="rule"><tr><xsl:if test="not(@card)"><xsl:attribute name="id">rule-<xsl:value-of select="@id"/></xsl:attribute></xsl:if>
        <td class="nw"><xsl:call-template name="pill"><xsl:with-param name="mark" select="@mark"/><xsl:with-param name="word" select="@word"/></xsl:call-template></td>
        <td><xsl:choose><xsl:when test="@card"><xsl:call-template name="rule-link"><xsl:with-param name="rule" select="@id"/></xsl:call-template></xsl:when><xsl:otherwise><span class="m"><xsl:value-of select="@id"/></span></xsl:otherwise></xsl:choose></td>
        <td class="full"><xsl:value-of select="assertion"/><xsl:if test="@origin"><br/><span class="mute"><xsl:call-template name="say"><xsl:with-param name="key">page.site-rule</xsl:with-param><xsl:with-param name="hole"><xsl:value-of select="@origin"/></xsl:with-param></xsl:call-template></span></xsl:if></td>
        <td class="full mute"><xsl:value-of select="seen"/><xsl:if test="@explains"><xsl:call-template name="say"><xsl:with-param name="key">page.checks.explains</xsl:with-param><xsl:with-param name="hole"><xsl:call-template name="rule-link"><xsl:with-param name="rule" select="@explains"/></xsl:call-template></xsl:with-param></xsl:call-template></xsl:if></td></tr></xsl:for-each></tbody></table></div>
  </section><xsl:value-of select="$nl"/>
</xsl:template>

<xsl:template match="open">
  <section id="open"><h2><xsl:value-of select="key('w','page.open')"/></h2>
    <xsl:variable name="rules" select="../rules/rule[@open]"/>
    <xsl:choose>
      <xsl:when test="not($rules)"><p class="lead"><xsl:value-of select="key('w','page.open.none')"/></p></xsl:when>
      <xsl:otherwise><p class="lead"><xsl:value-of select="key('w','page.open.lead')"/></p>
        <xsl:if test="command"><h3><xsl:value-of select="key('w','page.gather')"/></h3><p class="mute"><xsl:value-of select="key('w','page.gather.lead')"/></p>
          <xsl:for-each select="command"><xsl:call-template name="command"><xsl:with-param name="text" select="."/></xsl:call-template></xsl:for-each></xsl:if>
        <div class="tw"><table class="resp"><caption class="vh"><xsl:value-of select="key('w','page.open.caption')"/></caption>
          <thead><tr><th scope="col"><xsl:value-of select="key('w','page.check')"/></th><th scope="col"><xsl:value-of select="key('w','page.open.assertion')"/></th><th scope="col"><xsl:value-of select="key('w','page.open.lacks')"/></th></tr></thead>
          <tbody><xsl:for-each select="$rules"><tr>
            <td><xsl:call-template name="rule-link"><xsl:with-param name="rule" select="@id"/></xsl:call-template><xsl:if test="@could-block"><br/><span class="mute"><xsl:value-of select="key('w','page.open.could-block')"/></span></xsl:if></td>
            <td class="full"><xsl:value-of select="assertion"/><xsl:if test="@mark != 'unk'"><span class="mute"><xsl:value-of select="key('w','page.open.some')"/></span></xsl:if></td>
            <td class="full"><xsl:value-of select="lacks"/><xsl:for-each select="broken"><xsl:if test="../lacks or position() > 1"><br/></xsl:if><xsl:call-template name="failed"/><xsl:value-of select="."/><xsl:text> </xsl:text><code><xsl:value-of select="@where"/></code></xsl:for-each></td></tr></xsl:for-each></tbody></table></div>
      </xsl:otherwise></xsl:choose>
  </section><xsl:value-of select="$nl"/>
</xsl:template>

<xsl:template match="source">
  <section id="source"><h2><xsl:value-of select="key('w','page.source')"/></h2>
    <dl class="kv">
      <xsl:for-each select="input"><dt><xsl:value-of select="key('w','page.archive')"/></dt><dd><xsl:value-of select="@name"/><br/><span class="mute"><xsl:value-of select="@form"/><xsl:if test="@truncated"><xsl:value-of select="key('w','page.archive.cut')"/></xsl:if></span>
        <xsl:if test="@sha256"><br/><span class="mute">sha256 </span><span class="m"><xsl:value-of select="@sha256"/></span></xsl:if>
        <xsl:for-each select="root"><br/><code><xsl:value-of select="@path"/></code><xsl:text> </xsl:text><span class="mute"><xsl:value-of select="@words"/><xsl:if test="@version">, <xsl:value-of select="@version"/></xsl:if><xsl:if test="@window">, <xsl:value-of select="@window"/></xsl:if></span></xsl:for-each></dd></xsl:for-each>
      <xsl:if test="@gathered"><dt><xsl:value-of select="key('w','page.gathered')"/></dt><dd><xsl:value-of select="@gathered"/></dd></xsl:if>
      <xsl:if test="@cluster-id"><dt><xsl:value-of select="key('w','page.cluster-id')"/></dt><dd class="m"><xsl:value-of select="@cluster-id"/></dd></xsl:if>
      <dt><xsl:value-of select="key('w','page.judged-by')"/></dt><dd><xsl:value-of select="@tool"/></dd>
      <dt><xsl:value-of select="key('w','page.rules')"/></dt><dd><xsl:value-of select="@rules"/><xsl:if test="@know"><xsl:call-template name="say"><xsl:with-param name="key">page.rules.know</xsl:with-param><xsl:with-param name="hole"><xsl:value-of select="@know"/></xsl:with-param></xsl:call-template></xsl:if><xsl:if test="@rules-sha256"><br/><span class="mute">sha256 </span><span class="m"><xsl:value-of select="@rules-sha256"/></span></xsl:if></dd>
      <dt><xsl:value-of select="key('w','page.names')"/></dt><dd><xsl:value-of select="key('w','page.names.text')"/></dd>
      <dt><xsl:value-of select="key('w','page.same-bytes')"/></dt><dd><xsl:value-of select="key('w','page.same-bytes.text')"/></dd>
      <dt><xsl:value-of select="key('w','page.network')"/></dt><dd><xsl:value-of select="key('w','page.network.text')"/></dd>
      <dt><xsl:value-of select="key('w','page.machines')"/></dt><dd><xsl:value-of select="key('w','page.machines.text')"/></dd>
    </dl>
    <xsl:if test="damage"><h3><xsl:value-of select="key('w','page.damage')"/></h3><div class="tw"><table class="resp"><caption class="vh"><xsl:value-of select="key('w','page.damage.caption')"/></caption><thead><tr><th scope="col"><xsl:value-of select="key('w','page.damage.file')"/></th><th scope="col" class="num"><xsl:value-of select="key('w','page.damage.line')"/></th><th scope="col"><xsl:value-of select="key('w','page.damage.problem')"/></th></tr></thead>
      <tbody><xsl:for-each select="damage"><tr><td class="full"><code><xsl:if test="@input"><xsl:value-of select="@input"/>!</xsl:if><xsl:value-of select="@path"/></code></td><td class="num" data-l="{key('w','page.damage.line')}"><xsl:value-of select="@line"/></td><td class="full"><xsl:value-of select="."/></td></tr></xsl:for-each></tbody></table></div></xsl:if>
    <xsl:if test="kind"><details class="more"><summary><b><xsl:value-of select="key('w','page.kinds')"/></b></summary><div class="tw"><table class="resp"><caption class="vh"><xsl:value-of select="key('w','page.kinds.caption')"/></caption>
      <thead><tr><th scope="col"><xsl:value-of select="key('w','page.kinds.kind')"/></th><th scope="col"><xsl:value-of select="key('w','page.kinds.collected')"/></th><th scope="col"><xsl:value-of select="key('w','page.kinds.proof')"/></th><th scope="col"><xsl:value-of select="key('w','page.kinds.silences')"/></th></tr></thead>
      <tbody><xsl:for-each select="kind"><tr><th scope="row"><xsl:value-of select="@name"/></th><td class="full"><xsl:call-template name="icon"><xsl:with-param name="mark" select="@mark"/></xsl:call-template><xsl:text> </xsl:text><xsl:value-of select="@words"/></td><td class="full mute"><xsl:value-of select="@proof"/><xsl:if test="command"><xsl:if test="@proof"><br/></xsl:if><code><xsl:value-of select="command"/></code></xsl:if></td>
        <td class="full"><xsl:call-template name="rule-links"><xsl:with-param name="of" select="silences"/></xsl:call-template></td></tr></xsl:for-each></tbody></table></div></details></xsl:if>
    <xsl:if test="diagnostic"><details class="more"><summary><b><xsl:value-of select="key('w','page.messages')"/></b></summary><div class="tw"><table class="resp"><caption class="vh"><xsl:value-of select="key('w','page.messages.caption')"/></caption><thead><tr><th scope="col"><xsl:value-of select="key('w','page.messages.severity')"/></th><th scope="col"><xsl:value-of select="key('w','page.messages.where')"/></th><th scope="col"><xsl:value-of select="key('w','page.messages.message')"/></th></tr></thead>
      <tbody><xsl:for-each select="diagnostic"><tr><td><xsl:value-of select="@severity"/></td><td class="full"><code><xsl:value-of select="@where"/></code></td><td class="full"><xsl:value-of select="."/><xsl:text> </xsl:text><span class="mute">[<xsl:value-of select="@id"/>]</span></td></tr></xsl:for-each></tbody></table></div></details></xsl:if>
    <xsl:if test="@more-troubles"><p class="mute"><xsl:value-of select="key('w','page.messages.more')"/></p></xsl:if>
  </section><xsl:value-of select="$nl"/>
</xsl:template>

</xsl:stylesheet>
