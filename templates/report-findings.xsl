<?xml version="1.0" encoding="UTF-8"?>
<!-- Part of report.xsl: blockers, warnings and notes, each with chain, evidence, what to do and how to check it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

<!-- ======== findings ======== -->

<xsl:template match="cards"/>
<xsl:template match="cards[card]">
  <section><xsl:choose>
    <xsl:when test="@mark='bad'"><xsl:attribute name="id">blockers</xsl:attribute><h2><xsl:value-of select="key('w','page.blockers')"/></h2><p class="lead"><xsl:value-of select="key('w','page.blockers.lead')"/></p></xsl:when>
    <xsl:when test="@mark='warn'"><xsl:attribute name="id">warnings</xsl:attribute><h2><xsl:value-of select="key('w','page.warnings')"/></h2><p class="lead"><xsl:value-of select="key('w','page.warnings.lead')"/></p></xsl:when>
    <xsl:otherwise><xsl:attribute name="id">notes</xsl:attribute><h2><xsl:value-of select="key('w','page.notes')"/></h2><p class="lead"><xsl:value-of select="key('w','page.notes.lead')"/></p></xsl:otherwise></xsl:choose>
    <xsl:variable name="row"><xsl:if test="@mark != 'bad'"> row</xsl:if></xsl:variable>
    <xsl:variable name="icon"><xsl:call-template name="icon"/></xsl:variable>
    <xsl:for-each select="card"><xsl:apply-templates select="key('rule', @rule)" mode="card"><xsl:with-param name="row" select="$row"/><xsl:with-param name="icon" select="$icon"/><xsl:with-param name="first" select="position() = 1"/></xsl:apply-templates></xsl:for-each>
  </section><xsl:text>&#10;</xsl:text>
</xsl:template>

<xsl:template match="rule" mode="card">
  <xsl:param name="row"/><xsl:param name="icon"/><xsl:param name="first"/>
  <details class="f {@card}{$row}"><xsl:if test="$row = '' and $first"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
    <summary><xsl:choose>
      <xsl:when test="$row = ''"><span class="h"><span class="pill {@card}"><xsl:copy-of select="$icon"/><xsl:text> </xsl:text><xsl:value-of select="key('w','page.blocker')"/></span><xsl:text> </xsl:text>
        <span class="id"><span class="m"><xsl:value-of select="@id"/></span><xsl:if test="@bites"> · <xsl:value-of select="@bites"/></xsl:if><xsl:if test="@nodes"> · <xsl:value-of select="@nodes"/></xsl:if></span></span></xsl:when>
      <xsl:otherwise><xsl:copy-of select="$icon"/></xsl:otherwise></xsl:choose>
      <h3><xsl:value-of select="fact"/><xsl:if test="rest"><xsl:text> </xsl:text><span class="rest"><xsl:value-of select="rest"/></span></xsl:if></h3><span class="r" aria-hidden="true"></span></summary>
    <div class="in" id="rule-{@id}">
      <xsl:if test="$row != ''"><p class="id"><span class="m"><xsl:value-of select="@id"/></span><xsl:if test="@bites"> · <xsl:value-of select="@bites"/></xsl:if></p></xsl:if>
      <xsl:if test="@origin"><p class="mute"><xsl:call-template name="say"><xsl:with-param name="key">page.site-rule</xsl:with-param><xsl:with-param name="hole" select="string(@origin)"/></xsl:call-template></p></xsl:if>
      <xsl:if test="@replaced"><p><xsl:call-template name="say"><xsl:with-param name="key">page.replaced</xsl:with-param><xsl:with-param name="hole" select="string(@replaced)"/></xsl:call-template></p></xsl:if>
      <xsl:for-each select="why"><p><xsl:value-of select="."/></p></xsl:for-each>
      <xsl:apply-templates select="group"/>
      <xsl:if test="@more"><p><xsl:choose><xsl:when test="$all/vms/@count != '0'"><xsl:call-template name="say"><xsl:with-param name="key">page.more-in-table</xsl:with-param><xsl:with-param name="hole" select="string(@more)"/></xsl:call-template><xsl:text> </xsl:text><a href="#vms" data-find="{@id}"><xsl:value-of select="key('w','page.vms')"/></a></xsl:when><xsl:otherwise><xsl:call-template name="say"><xsl:with-param name="key">page.more</xsl:with-param><xsl:with-param name="hole" select="string(@more)"/></xsl:call-template></xsl:otherwise></xsl:choose></p></xsl:if>
      <xsl:call-template name="not-judged-too"/>
      <xsl:if test="doc"><h4><xsl:value-of select="key('w','page.documentation')"/></h4><xsl:for-each select="doc"><p class="doc"><a href="{.}" rel="noreferrer"><xsl:value-of select="."/></a></p></xsl:for-each></xsl:if>
    </div></details><xsl:text>&#10;</xsl:text>
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
  <xsl:for-each select="reason"><div class="reason"><p class="id"><xsl:call-template name="say"><xsl:with-param name="key">page.because</xsl:with-param><xsl:with-param name="hole"><xsl:call-template name="rule-link"/></xsl:with-param></xsl:call-template></p><xsl:call-template name="thing"/></div></xsl:for-each>
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
    <xsl:if test="line"><pre tabindex="0" role="group"><xsl:attribute name="aria-label"><xsl:call-template name="say"><xsl:with-param name="key">page.excerpt</xsl:with-param><xsl:with-param name="hole" select="string(@path)"/></xsl:call-template></xsl:attribute><code><xsl:apply-templates/></code></pre></xsl:if>
    <xsl:for-each select="field"><p><code><xsl:value-of select="@name"/></code><xsl:if test="@n"><span class="mute"><xsl:call-template name="say"><xsl:with-param name="key">page.at-line</xsl:with-param><xsl:with-param name="hole" select="string(@n)"/></xsl:call-template></span></xsl:if>: <xsl:choose>
      <xsl:when test="@masked"><span class="mute"><xsl:value-of select="key('w','page.masked')"/></span></xsl:when><xsl:otherwise><code><xsl:value-of select="."/></code></xsl:otherwise></xsl:choose></p></xsl:for-each>
  </figure>
</xsl:template>

<!-- Its lines and gaps, that is. -->
<xsl:template match="field"/>

<!-- What a page repeats most: as little is asked as can be, and here a space is one. -->
<xsl:template match="line" xml:space="preserve"><span class="l"><i><xsl:value-of select="@n"/></i> <xsl:apply-templates/>&#10;</span></xsl:template>
<xsl:template match="line[@hit]" xml:space="preserve"><mark class="l"><i><xsl:value-of select="@n"/></i> <xsl:apply-templates/>&#10;</mark></xsl:template>
<xsl:template match="gap" xml:space="preserve"><span class="l"><i>&#8943;</i>&#10;</span></xsl:template>

<xsl:template match="remedy">
  <p><xsl:value-of select="text"/></p>
  <xsl:apply-templates select="command"/>
</xsl:template>

<xsl:template name="not-judged-too">
  <xsl:if test="lacks"><p class="mute"><xsl:call-template name="say"><xsl:with-param name="key">page.some-open</xsl:with-param><xsl:with-param name="hole" select="string(lacks)"/></xsl:call-template></p></xsl:if>
  <xsl:for-each select="broken"><p class="mute"><xsl:call-template name="failed"/><xsl:value-of select="."/><xsl:text> </xsl:text><code><xsl:value-of select="@where"/></code></p></xsl:for-each>
</xsl:template>

</xsl:stylesheet>
