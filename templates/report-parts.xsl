<?xml version="1.0" encoding="UTF-8"?>
<!-- Part of report.xsl: what all sections use: words, marks, links, commands, filters. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

<!-- Words of the catalogue with something in their hole: a string, or what it is made of. -->
<xsl:template name="say">
  <xsl:param name="key"/><xsl:param name="hole"/>
  <xsl:apply-templates select="key('w', $key)/node()"><xsl:with-param name="hole" select="$hole"/></xsl:apply-templates>
</xsl:template>
<xsl:template match="hole"><xsl:param name="hole"/><xsl:copy-of select="$hole"/></xsl:template>

<xsl:template name="failed"><xsl:choose>
  <xsl:when test="@object"><xsl:call-template name="say"><xsl:with-param name="key">page.broken-on</xsl:with-param><xsl:with-param name="hole" select="string(@object)"/></xsl:call-template></xsl:when><xsl:otherwise><xsl:value-of select="key('w','page.broken')"/></xsl:otherwise></xsl:choose></xsl:template>

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

<!-- A page has hundreds: each mark's is written out, so that nothing has to be put together. -->
<xsl:template name="icon"><xsl:choose>
  <xsl:when test="@mark='unk'"><svg class="ic unk" width="16" height="16" color="#707070" aria-hidden="true"><use href="#i-unk"/></svg></xsl:when>
  <xsl:when test="@mark='bad'"><svg class="ic bad" width="16" height="16" color="#b1380b" aria-hidden="true"><use href="#i-bad"/></svg></xsl:when>
  <xsl:when test="@mark='warn'"><svg class="ic warn" width="16" height="16" color="#b98412" aria-hidden="true"><use href="#i-warn"/></svg></xsl:when>
  <xsl:when test="@mark='note'"><svg class="ic note" width="16" height="16" color="#5e40be" aria-hidden="true"><use href="#i-note"/></svg></xsl:when>
  <xsl:when test="@mark='ok'"><svg class="ic ok" width="16" height="16" color="#3d7317" aria-hidden="true"><use href="#i-ok"/></svg></xsl:when></xsl:choose>
</xsl:template>

<!-- One that says what it means, where no word stands beside it. -->
<xsl:template name="icon-alone">
  <xsl:param name="mark"/><xsl:param name="label"/>
  <svg class="ic {$mark}" width="16" height="16"><xsl:attribute name="color"><xsl:call-template name="colour"><xsl:with-param name="mark" select="$mark"/></xsl:call-template></xsl:attribute><xsl:attribute name="role">img</xsl:attribute><xsl:attribute name="aria-label"><xsl:value-of select="$label"/></xsl:attribute><use href="#i-{$mark}"/></svg>
</xsl:template>

<!-- Before a word, if there is something to show: neither for "na" nor for nothing. -->
<xsl:template name="icon-space"><xsl:if test="not(starts-with('na', @mark))"><xsl:call-template name="icon"/><xsl:text> </xsl:text></xsl:if></xsl:template>

<xsl:template name="rule-link"><a class="m" href="#rule-{@rule}"><xsl:value-of select="@rule"/></a></xsl:template>

<!-- One of several. -->
<xsl:template match="found | silences | blocked"><xsl:if test="position() > 1">, </xsl:if><xsl:call-template name="rule-link"/></xsl:template>

<xsl:template name="named">
  <xsl:choose>
    <xsl:when test="@vm"><a href="#{@vm}"><xsl:value-of select="@name"/></a></xsl:when>
    <xsl:otherwise><xsl:value-of select="@name"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- Fill in the colour of @mark. -->
<xsl:template name="paint"><xsl:attribute name="fill"><xsl:choose>
  <xsl:when test="@mark='unk'">url(#hatch)</xsl:when>
  <xsl:otherwise>var(--<xsl:value-of select="@mark"/>,<xsl:call-template name="colour"><xsl:with-param name="mark" select="@mark"/></xsl:call-template>)</xsl:otherwise></xsl:choose></xsl:attribute></xsl:template>

<!-- Filters of a section, shown where CSS can make them work; script adds the search. -->
<xsl:template name="tools">
  <xsl:param name="id"/><xsl:param name="hint"/>
  <div class="tools" data-find="{$hint}"><fieldset class="chips" hidden="hidden"><legend class="vh"><xsl:value-of select="key('w','page.filter')"/></legend>
    <input type="radio" name="{$id}" id="{$id}-all" checked="checked"/><label for="{$id}-all"><xsl:value-of select="key('w','page.filter.all')"/><xsl:text> </xsl:text><b><xsl:value-of select="@count"/></b></label>
    <xsl:for-each select="filter"><input type="radio" name="{$id}" id="{$id}-{@id}"/><label for="{$id}-{@id}"><xsl:value-of select="."/><xsl:text> </xsl:text><b><xsl:value-of select="@count"/></b></label></xsl:for-each></fieldset></div>
</xsl:template>

<!-- What can be copied into a shell; a remedy says whether it changes something. -->
<xsl:template match="command | verify">
  <div class="cmd"><xsl:if test="../@changes"><xsl:attribute name="class">cmd ch</xsl:attribute><span class="t"><xsl:value-of select="key('w','page.changes')"/></span></xsl:if>
    <pre><xsl:apply-templates/></pre></div>
</xsl:template>

</xsl:stylesheet>
