<?xml version="1.0" encoding="UTF-8"?>
<!-- Part of report.xsl: drains, migrations and virtual machines. Shapes and axes are placed where document_drains.c and
     document_times.c say. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

<!-- ======== drains ======== -->

<xsl:template match="drains"/>
<xsl:template match="drains[drain]">
  <section id="drains"><h2><xsl:value-of select="key('w','page.drains')"/></h2><p class="lead"><xsl:value-of select="key('w','page.drains.lead')"/></p>
    <div class="tw"><table class="resp drains"><caption class="vh"><xsl:value-of select="key('w','page.drains.caption')"/></caption>
      <thead><tr><th scope="col"><xsl:value-of select="key('w','page.drains.node')"/></th><th scope="col"><xsl:value-of select="key('w','page.drains.vms')"/></th><th scope="col"><xsl:value-of select="key('w','page.drains.drain')"/></th><th scope="col"><xsl:value-of select="key('w','page.drains.memory')"/></th>
        <xsl:if test="drain/@least"><th scope="col" class="num"><xsl:value-of select="key('w','page.drains.least')"/></th></xsl:if></tr></thead>
      <tbody><xsl:apply-templates select="drain"/></tbody></table></div>
    <ul class="leg">
      <xsl:call-template name="legend-square"><xsl:with-param name="mark">bad</xsl:with-param><xsl:with-param name="sign">M5 5l6 6m0-6l-6 6</xsl:with-param><xsl:with-param name="word" select="key('w','page.drains.hold')"/><xsl:with-param name="any" select="drain[@hold != '0']"/></xsl:call-template>
      <xsl:call-template name="legend-square"><xsl:with-param name="mark">unk</xsl:with-param><xsl:with-param name="sign">M8 4.500v4m0 2.500v.500</xsl:with-param><xsl:with-param name="word" select="key('w','page.drains.unknown')"/><xsl:with-param name="any" select="drain[@unknown != '0']"/></xsl:call-template>
      <xsl:call-template name="legend-square"><xsl:with-param name="mark">warn</xsl:with-param><xsl:with-param name="sign">M5 8h6</xsl:with-param><xsl:with-param name="word" select="key('w','page.drains.shut-down')"/><xsl:with-param name="any" select="drain[@shut-down != '0']"/></xsl:call-template>
      <xsl:call-template name="legend-square"><xsl:with-param name="mark">ok</xsl:with-param><xsl:with-param name="word" select="key('w','page.drains.migrate')"/><xsl:with-param name="any" select="drain[@migrate != '0']"/></xsl:call-template>
    </ul>
    <p class="fine"><xsl:if test="drain/@least"><xsl:value-of select="pace"/><xsl:text> </xsl:text></xsl:if><xsl:value-of select="key('w','page.drains.pods')"/></p>
  </section><xsl:text>&#10;</xsl:text>
</xsl:template>

<xsl:template match="drain">
  <tr><th scope="row"><xsl:value-of select="@node"/><xsl:text> </xsl:text><small><xsl:value-of select="@pool"/></small></th>
    <td><xsl:apply-templates select="squares | bar"/><xsl:if test="not(squares or bar)"><span class="mute"><xsl:value-of select="key('w','page.drains.none')"/></span></xsl:if></td>
    <td class="full"><span class="pill {@mark}"><xsl:call-template name="icon-space"/><xsl:value-of select="@words"/></span>
      <xsl:for-each select="held"><p class="held"><xsl:if test="@kind"><xsl:value-of select="@kind"/><xsl:text> </xsl:text></xsl:if><xsl:call-template name="named"/><span class="mute">: <xsl:value-of select="."/></span></p></xsl:for-each>
      <xsl:if test="@more"><p class="held mute"><xsl:value-of select="@more"/></p></xsl:if></td>
    <td data-l="{key('w','page.memory')}"><xsl:apply-templates select="room"/><xsl:value-of select="@memory"/></td>
    <xsl:if test="../drain/@least"><td class="num" data-l="{key('w','page.drains.least')}"><xsl:value-of select="@least"/></td></xsl:if></tr><xsl:text>&#10;</xsl:text>
</xsl:template>

<xsl:template name="counts"><xsl:if test="@hold != '0'"><xsl:value-of select="key('w','page.drains.hold')"/>: <xsl:value-of select="@hold"/>; </xsl:if>
  <xsl:if test="@unknown != '0'"><xsl:value-of select="key('w','page.drains.unknown')"/>: <xsl:value-of select="@unknown"/>; </xsl:if>
  <xsl:if test="@shut-down != '0'"><xsl:value-of select="key('w','page.drains.shut-down')"/>: <xsl:value-of select="@shut-down"/>; </xsl:if>
  <xsl:value-of select="key('w','page.drains.migrate')"/>: <xsl:value-of select="@migrate"/></xsl:template>

<!-- Holders are solid; the rest is outlined, so that shape and sign tell what colour does. -->
<xsl:template name="square">
  <xsl:param name="mark"/><xsl:param name="outline"/><xsl:param name="sign"/>
  <xsl:variable name="ink">var(--<xsl:value-of select="$mark"/>,<xsl:call-template name="colour"><xsl:with-param name="mark" select="$mark"/></xsl:call-template>)</xsl:variable>
  <path d="{$outline}" stroke="{$ink}"><xsl:attribute name="fill"><xsl:choose><xsl:when test="$mark='bad'"><xsl:value-of select="$ink"/></xsl:when><xsl:otherwise>var(--<xsl:value-of select="$mark"/>-b,none)</xsl:otherwise></xsl:choose></xsl:attribute>
    <xsl:if test="$mark='unk'"><xsl:attribute name="stroke-dasharray">2.600 1.600</xsl:attribute></xsl:if></path>
  <xsl:if test="$sign"><path d="{$sign}" fill="none" stroke-width="1.800" stroke-linecap="round"><xsl:attribute name="stroke"><xsl:choose><xsl:when test="$mark='bad'">var(--card,#fff)</xsl:when><xsl:otherwise><xsl:value-of select="$ink"/></xsl:otherwise></xsl:choose></xsl:attribute></path></xsl:if>
</xsl:template>

<xsl:template match="squares">
  <svg class="sq" width="{@width}" height="{@height}" role="img"><xsl:attribute name="aria-label"><xsl:for-each select=".."><xsl:call-template name="counts"/></xsl:for-each></xsl:attribute>
    <xsl:for-each select="shape"><xsl:call-template name="square"><xsl:with-param name="mark" select="@mark"/><xsl:with-param name="outline" select="outline"/><xsl:with-param name="sign" select="sign"/></xsl:call-template></xsl:for-each></svg>
</xsl:template>

<xsl:template match="bar">
  <svg class="sq" width="{@width}" height="16" role="img"><xsl:attribute name="aria-label"><xsl:for-each select=".."><xsl:call-template name="counts"/></xsl:for-each></xsl:attribute>
    <xsl:for-each select="part"><rect x="{@x}" y="1" width="{@width}" height="14"><xsl:call-template name="paint"/></rect></xsl:for-each></svg>
  <small><xsl:for-each select=".."><xsl:call-template name="counts"/></xsl:for-each></small>
</xsl:template>

<xsl:template name="legend-square">
  <xsl:param name="mark"/><xsl:param name="sign"/><xsl:param name="word"/><xsl:param name="any"/>
  <xsl:if test="$any"><li><svg width="16" height="16" aria-hidden="true"><xsl:call-template name="square"><xsl:with-param name="mark" select="$mark"/><xsl:with-param name="outline">M1 1h14v14h-14z</xsl:with-param><xsl:with-param name="sign" select="$sign"/></xsl:call-template></svg><xsl:text> </xsl:text><xsl:value-of select="$word"/></li></xsl:if>
</xsl:template>

<!-- Taken of what is free elsewhere; the words stand beside it. -->
<xsl:template match="room">
  <svg class="room" width="{@width}" height="8" aria-hidden="true"><rect width="{@width}" height="8" rx="2" fill="var(--hair,#e0e0e0)"/><rect width="{@used}" height="8" rx="2"><xsl:call-template name="paint"/></rect></svg>
</xsl:template>

<!-- ======== migrations ======== -->

<xsl:template match="migrations"/>
<xsl:template match="migrations[vmi]">
  <section id="migrations"><h2><xsl:value-of select="key('w','page.migrations')"/></h2><p class="lead"><xsl:call-template name="say"><xsl:with-param name="key">page.migrations.lead</xsl:with-param><xsl:with-param name="hole" select="string(@attempts)"/></xsl:call-template></p>
    <svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>
      <g id="axis"><xsl:for-each select="tick"><line x1="{@x}%" x2="{@x}%" y1="0" y2="28" stroke="var(--hair,#e0e0e0)"/></xsl:for-each><line x1="0" x2="100%" y1="14" y2="14" stroke="var(--hair,#e0e0e0)"/></g>
      <g id="a-bad"><rect x="-7" y="-7" width="14" height="14" rx="2" fill="var(--bad,#b1380b)"/><path d="M-3.500-3.500l7 7m0-7l-7 7" stroke="var(--card,#fff)" stroke-width="2" stroke-linecap="round"/></g>
      <g id="a-ok"><circle r="6.500" fill="var(--card,Canvas)" stroke="var(--ok,#3d7317)" stroke-width="2.500"/></g>
      <g id="a-unk"><path d="M0-8l8 8-8 8-8-8z" fill="var(--card,Canvas)" stroke="var(--unk,#707070)" stroke-width="1.800"/></g>
    </defs></svg>
    <div class="tw"><table class="tl"><caption class="vh"><xsl:value-of select="key('w','page.migrations.caption')"/></caption>
      <thead><tr><th scope="col"><xsl:value-of select="key('w','page.vm')"/></th><th scope="col" class="ax"><span class="vh"><xsl:value-of select="key('w','page.migrations.attempts')"/></span>
        <svg width="100%" height="18" aria-hidden="true"><xsl:for-each select="tick"><text class="t2" x="{@x}%" y="13" font-size="12" fill="currentColor"><xsl:value-of select="."/></text></xsl:for-each></svg></th><th scope="col"><xsl:value-of select="key('w','page.result')"/></th></tr></thead>
      <tbody><xsl:for-each select="vmi"><tr><th scope="row"><xsl:call-template name="named"/></th>
        <td class="ax"><svg width="100%" height="28" role="img" aria-label="{@result}"><use href="#axis"/>
          <xsl:for-each select="attempt[@x]"><use href="#a-{@mark}" x="{@x}%" y="14"><title><xsl:value-of select="@when"/>, <xsl:value-of select="@phase"/></title></use></xsl:for-each></svg></td>
        <td class="sum"><xsl:if test="@failed"><xsl:attribute name="class">sum bad</xsl:attribute></xsl:if><xsl:value-of select="@result"/></td></tr><xsl:text>&#10;</xsl:text></xsl:for-each></tbody></table></div>
    <ul class="leg">
      <xsl:call-template name="legend-attempt"><xsl:with-param name="mark">bad</xsl:with-param><xsl:with-param name="word" select="key('w','page.migrations.failed')"/></xsl:call-template>
      <xsl:call-template name="legend-attempt"><xsl:with-param name="mark">ok</xsl:with-param><xsl:with-param name="word" select="key('w','page.migrations.succeeded')"/></xsl:call-template>
      <xsl:call-template name="legend-attempt"><xsl:with-param name="mark">unk</xsl:with-param><xsl:with-param name="word" select="key('w','page.migrations.unfinished')"/></xsl:call-template>
    </ul>
    <xsl:if test="@more"><p class="fine"><xsl:call-template name="say"><xsl:with-param name="key">page.more</xsl:with-param><xsl:with-param name="hole" select="string(@more)"/></xsl:call-template></p></xsl:if>
    <details class="more"><summary><b><xsl:value-of select="key('w','page.migrations.each')"/></b></summary>
      <div class="tw"><table class="resp"><caption class="vh"><xsl:value-of select="key('w','page.migrations.each')"/></caption>
        <thead><tr><th scope="col"><xsl:value-of select="key('w','page.vm')"/></th><th scope="col"><xsl:value-of select="key('w','page.migrations.attempts')"/></th></tr></thead>
        <tbody><xsl:for-each select="vmi"><tr><th scope="row"><xsl:call-template name="named"/></th>
          <td class="full"><ul class="tries"><xsl:for-each select="attempt"><li><xsl:call-template name="icon"/><xsl:text> </xsl:text>
            <xsl:value-of select="@when"/><xsl:text> </xsl:text><b><xsl:value-of select="@phase"/></b><span class="mute"><xsl:if test="@way">, <xsl:value-of select="@way"/></xsl:if><xsl:if test="@cause">, <xsl:value-of select="@cause"/></xsl:if><xsl:if test="text">: <xsl:value-of select="text"/></xsl:if></span></li></xsl:for-each></ul></td>
        </tr></xsl:for-each></tbody></table></div></details>
  </section><xsl:text>&#10;</xsl:text>
</xsl:template>

<xsl:template name="legend-attempt">
  <xsl:param name="mark"/><xsl:param name="word"/>
  <xsl:if test="vmi/attempt[@mark=$mark]"><li><svg width="18" height="18" aria-hidden="true"><use href="#a-{$mark}" x="9" y="9"/></svg><xsl:text> </xsl:text><xsl:value-of select="$word"/></li></xsl:if>
</xsl:template>

<!-- ======== virtual machines ======== -->

<xsl:template match="vms"/>
<xsl:template match="vms[@count != '0']">
  <section id="vms"><h2><xsl:value-of select="key('w','page.vms')"/></h2><p class="lead"><xsl:value-of select="key('w','page.vms.lead')"/></p>
    <xsl:call-template name="tools"><xsl:with-param name="id">v</xsl:with-param><xsl:with-param name="hint" select="key('w','page.vms.search')"/></xsl:call-template>
    <xsl:if test="vm"><xsl:call-template name="vm-table"><xsl:with-param name="of" select="vm"/><xsl:with-param name="caption" select="key('w','page.vms')"/></xsl:call-template></xsl:if>
    <xsl:for-each select="crowd"><details class="more {@state}"><summary><b><xsl:value-of select="@name"/></b><xsl:text> </xsl:text><span class="mute"><xsl:value-of select="@count"/><xsl:if test="@why">: <xsl:value-of select="@why"/></xsl:if> </span></summary>
      <xsl:call-template name="vm-table"><xsl:with-param name="of" select="vm"/><xsl:with-param name="caption" select="@name"/></xsl:call-template></details><xsl:text>&#10;</xsl:text></xsl:for-each>
    <xsl:for-each select="namespace"><details class="more ns"><summary><b><xsl:value-of select="@name"/></b><xsl:text> </xsl:text><span class="mute"><xsl:call-template name="say"><xsl:with-param name="key">page.vms.healthy</xsl:with-param><xsl:with-param name="hole" select="string(@count)"/></xsl:call-template> </span></summary>
      <xsl:call-template name="vm-table"><xsl:with-param name="of" select="vm"/><xsl:with-param name="caption"><xsl:call-template name="say"><xsl:with-param name="key">page.vms.of</xsl:with-param><xsl:with-param name="hole" select="string(@name)"/></xsl:call-template></xsl:with-param></xsl:call-template></details><xsl:text>&#10;</xsl:text></xsl:for-each>
  </section><xsl:text>&#10;</xsl:text>
</xsl:template>

<!-- Of many rows only those in sight are laid out, for which the columns' widths must not depend on what is in them. -->
<xsl:template name="vm-table">
  <xsl:param name="of"/><xsl:param name="caption"/>
  <div class="tw"><table class="vms resp sort"><xsl:if test="$of[300]"><xsl:attribute name="class">vms resp sort many</xsl:attribute></xsl:if><caption class="vh"><xsl:value-of select="$caption"/></caption>
    <thead><tr><th scope="col"><xsl:value-of select="key('w','page.vm')"/></th><th scope="col"><xsl:value-of select="key('w','page.vms.in-drain')"/></th><th scope="col"><xsl:value-of select="key('w','page.vms.node')"/></th><th scope="col" class="num"><xsl:value-of select="key('w','page.vms.vcpus')"/></th><th scope="col" class="num"><xsl:value-of select="key('w','page.memory')"/></th><th scope="col"><xsl:value-of select="key('w','page.vms.disks')"/></th><th scope="col"><xsl:value-of select="key('w','page.vms.last')"/></th><th scope="col"><xsl:value-of select="key('w','page.vms.findings')"/></th></tr></thead>
    <tbody><xsl:apply-templates select="$of"/></tbody></table></div>
</xsl:template>

<!-- Short on purpose, there may be thousands: numbers and rules look by their place. Without class: nothing found. -->
<xsl:template match="vm[@healthy] | crowd/vm" priority="1">
  <tr id="{@id}"><xsl:if test="@state"><xsl:attribute name="class"><xsl:value-of select="@state"/></xsl:attribute></xsl:if><th><xsl:value-of select="@name"/><xsl:text> </xsl:text><small><xsl:value-of select="@namespace"/></small></th><td><xsl:value-of select="@drain"/></td><td><xsl:value-of select="@node"/></td><td><xsl:value-of select="@vcpus"/></td><td><xsl:value-of select="@memory"/></td><td><xsl:value-of select="@disks"/></td><td><xsl:value-of select="@last"/></td><td><xsl:for-each select="found"><xsl:if test="position() > 1">, </xsl:if><a href="#rule-{@rule}"><xsl:value-of select="@rule"/></a></xsl:for-each></td></tr><xsl:text>&#10;</xsl:text>
</xsl:template>

<xsl:template match="vm">
  <tr id="{@id}" class="{@state}"><th scope="row"><xsl:value-of select="@name"/><xsl:text> </xsl:text><small><xsl:value-of select="@namespace"/></small></th>
    <td class="full"><span class="pill {@mark}"><xsl:call-template name="icon-space"/><xsl:value-of select="@drain"/></span><xsl:if test="@why"><br/><span class="mute"><xsl:value-of select="@why"/></span></xsl:if></td>
    <td><xsl:value-of select="@node"/></td><td><xsl:value-of select="@vcpus"/></td><td><xsl:value-of select="@memory"/></td><td><xsl:value-of select="@disks"/></td><td><xsl:value-of select="@last"/></td>
    <td class="full"><xsl:if test="@launcher"><xsl:value-of select="key('w','page.vms.outdated')"/><xsl:if test="found">, </xsl:if></xsl:if><xsl:apply-templates select="found"/></td></tr><xsl:text>&#10;</xsl:text>
</xsl:template>

</xsl:stylesheet>
