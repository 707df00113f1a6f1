<?xml version="1.0" encoding="UTF-8"?>
<!-- The results document (results.rng) into report.html: the frame of the page; its sections are in report-*.xsl, which the program
     adds to this file. All of it places; document*.c has ordered, counted, worded and computed.
     No generate-id(), xsl:sort, format-number() or document(): they depend on memory, version or locale, or open files.
     Colours stand as presentation attributes with the CSS variable first, so that shapes keep their colour where no style sheet may apply. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="html" encoding="UTF-8" indent="no" doctype-system="about:legacy-compat"/>
<xsl:key name="rule" match="/results/rules/rule" use="@id"/>
<xsl:key name="w" match="/results/look/words/w" use="@key"/>
<xsl:variable name="all" select="/results"/>

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
    <xsl:if test="@gathered"><span class="mute"><xsl:call-template name="say"><xsl:with-param name="key">page.archive-of</xsl:with-param><xsl:with-param name="hole" select="string(@gathered)"/></xsl:call-template></span></xsl:if>
    <span class="mute"><xsl:value-of select="key('w','page.alone')"/></span>
    <fieldset class="seg" hidden="hidden"><legend class="vh"><xsl:value-of select="key('w','page.colours')"/></legend>
      <input type="radio" name="t" id="t-auto" checked="checked"/><label for="t-auto"><xsl:value-of select="key('w','page.colours.auto')"/></label>
      <input type="radio" name="t" id="t-light"/><label for="t-light"><xsl:value-of select="key('w','page.colours.light')"/></label>
      <input type="radio" name="t" id="t-dark"/><label for="t-dark"><xsl:value-of select="key('w','page.colours.dark')"/></label></fieldset></header>
  <xsl:text>&#10;</xsl:text>
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
  <div id="say" class="vh" role="status" data-copy="{key('w','page.script.copy')}" data-copied="{key('w','page.script.copied')}" data-select="{key('w','page.script.select')}" data-expand="{key('w','page.script.expand')}" data-collapse="{key('w','page.script.collapse')}" data-found="{key('w','page.script.found')}"></div>
  <script type="application/json" id="results"><xsl:copy-of select="json/text()"/></script>
  <script><xsl:value-of select="look/js"/></script>
</body></html>
</xsl:template>

</xsl:stylesheet>
