<?xml version="1.0" encoding="UTF-8"?>
<!-- Part of report.xsl: the first screen, which is the first page of a print: answer and update path. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

<!-- ======== answer ======== -->

<xsl:template name="answer">
  <section class="answer {@mark}" id="answer"><div>
    <h1><span class="q"><xsl:value-of select="question"/></span><xsl:text> </xsl:text>
      <xsl:call-template name="icon"/><xsl:value-of select="answer"/></h1>
    <xsl:for-each select="note"><p class="heed"><xsl:value-of select="."/></p></xsl:for-each>
    <p class="mute"><xsl:value-of select="lead"/></p>
    <xsl:if test="@mark='unk'"><xsl:apply-templates select="open/command"/></xsl:if>
    <xsl:if test="problem"><ol class="why"><xsl:for-each select="problem"><li>
      <xsl:call-template name="icon-alone"><xsl:with-param name="mark" select="@mark"/><xsl:with-param name="label"><xsl:choose><xsl:when test="@mark='bad'"><xsl:value-of select="key('w','page.blocker')"/></xsl:when><xsl:when test="@mark='warn'"><xsl:value-of select="key('w','page.warning')"/></xsl:when><xsl:otherwise><xsl:value-of select="key('w','page.open.one')"/></xsl:otherwise></xsl:choose></xsl:with-param></xsl:call-template>
      <xsl:text> </xsl:text><b><xsl:value-of select="fact"/></b><br/><xsl:if test="rest"><span class="rest"><xsl:value-of select="rest"/><br/></span></xsl:if>
      <span class="do"><xsl:value-of select="do"/><xsl:text> </xsl:text><xsl:call-template name="rule-link"/></span>
    </li></xsl:for-each></ol></xsl:if>
    <xsl:if test="@more"><p class="fine"><a><xsl:attribute name="href"><xsl:choose><xsl:when test="@mark='unk'">#open</xsl:when><xsl:otherwise>#warnings</xsl:otherwise></xsl:choose></xsl:attribute>
      <xsl:call-template name="say"><xsl:with-param name="key">page.answer.more</xsl:with-param><xsl:with-param name="hole" select="string(@more)"/></xsl:call-template></a></p></xsl:if></div>
    <dl class="facts"><xsl:for-each select="fact"><dt><xsl:value-of select="@name"/></dt><dd><xsl:value-of select="."/></dd></xsl:for-each></dl>
    <div class="tally">
      <svg class="tbar" viewBox="0 0 1000 10" preserveAspectRatio="none" width="100%" height="10" aria-hidden="true">
        <defs><pattern id="hatch" width="6" height="10" patternUnits="userSpaceOnUse"><rect width="6" height="10" fill="var(--unk-b,#f2f2f2)"/><rect width="3" height="10" fill="var(--unk,#707070)"/></pattern></defs>
        <xsl:for-each select="tally/part"><rect x="{@x}" width="{@width}" height="10"><xsl:call-template name="paint"/></rect></xsl:for-each>
      </svg>
      <ul class="tkey"><xsl:for-each select="tally/part"><li><xsl:call-template name="icon"/><xsl:text> </xsl:text><xsl:value-of select="."/></li></xsl:for-each>
        <xsl:for-each select="tally/apart"><li class="mute"><xsl:value-of select="."/></li></xsl:for-each></ul>
    </div>
  </section><xsl:text>&#10;</xsl:text>
</xsl:template>

<!-- ======== update path ======== -->

<xsl:template match="path">
  <section id="path"><h2><xsl:value-of select="key('w','page.path')"/></h2>
    <xsl:choose><xsl:when test="step"><p class="lead"><xsl:value-of select="key('w','page.path.lead')"/></p></xsl:when>
      <xsl:otherwise><p class="lead"><xsl:value-of select="key('w','page.path.none')"/></p></xsl:otherwise></xsl:choose>
    <xsl:apply-templates select="drawing"/>
    <xsl:if test="step"><ol class="steps"><xsl:for-each select="step"><li><xsl:if test="blocked"><xsl:attribute name="class">b</xsl:attribute></xsl:if>
      <b><xsl:value-of select="@name"/></b><xsl:text> </xsl:text><xsl:value-of select="text"/>
      <xsl:if test="blocked"><xsl:text> </xsl:text><span class="x"><xsl:value-of select="key('w','page.path.blocked')"/></span><xsl:call-template name="say"><xsl:with-param name="key">page.path.blocked-by</xsl:with-param><xsl:with-param name="hole"><xsl:apply-templates select="blocked"/></xsl:with-param></xsl:call-template></xsl:if>
    </li></xsl:for-each></ol></xsl:if>
  </section><xsl:text>&#10;</xsl:text>
</xsl:template>

<xsl:template match="drawing">
  <svg class="path" viewBox="0 0 840 {@height}" width="840" height="{@height}" role="img" aria-label="{key('w','page.path.drawing')}">
    <xsl:for-each select="column"><text fill="currentColor" x="{@x}" y="{@y}" text-anchor="middle" font-size="15" font-weight="600"><xsl:value-of select="."/></text><path d="M{@x} 30V{@y2}" stroke="var(--hair,#e0e0e0)" stroke-width="1"/></xsl:for-each>
    <xsl:for-each select="lane"><text fill="currentColor" x="{@x}" y="{@y}" font-size="13" font-weight="600"><xsl:value-of select="."/></text></xsl:for-each>
    <xsl:for-each select="waits"><path d="M{@x} {@y}H{@x2}" stroke="var(--line,#c7c7c7)" stroke-width="2" stroke-dasharray="2 5"/></xsl:for-each>
    <xsl:for-each select="arrow">
      <xsl:variable name="ink"><xsl:choose><xsl:when test="@blocked">var(--bad,#b1380b)</xsl:when><xsl:otherwise>var(--mute,#4d4d4d)</xsl:otherwise></xsl:choose></xsl:variable>
      <path d="M{@x} {@y}H{@x2}" stroke="{$ink}" stroke-width="2"><xsl:if test="@blocked"><xsl:attribute name="stroke-dasharray">6 4</xsl:attribute></xsl:if></path>
      <path d="M{@x2} {@y}m0-5l9 5-9 5z" fill="{$ink}"/>
      <circle cx="{@cx}" cy="{@y}" r="11" fill="var(--card,Canvas)" stroke="{$ink}" stroke-width="2"/>
      <text fill="currentColor" x="{@cx}" y="{@cy}" text-anchor="middle" font-size="12.500" font-weight="600"><xsl:value-of select="@step"/></text>
    </xsl:for-each>
    <xsl:for-each select="by"><text class="tb" x="{@x}" y="{@y}" text-anchor="middle" font-size="12" fill="#8a2b08"><xsl:value-of select="."/></text></xsl:for-each>
    <xsl:for-each select="pill"><rect x="{@x}" y="{@y}" width="68" height="26" rx="13" fill="var(--card,Canvas)" stroke="var(--line,#c7c7c7)"/><text fill="currentColor" x="{@cx}" y="{@cy}" text-anchor="middle" font-size="12.500"><xsl:value-of select="."/></text></xsl:for-each>
  </svg>
</xsl:template>

</xsl:stylesheet>
