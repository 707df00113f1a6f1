<?xml version="1.0" encoding="UTF-8"?>
<!-- Part of report.xsl: all checks, what could not be judged, and where the answer comes from. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

<!-- ======== all checks, what is open, sources ======== -->

<xsl:template match="rules">
  <section id="checks"><h2><xsl:value-of select="key('w','page.checks')"/></h2><p class="lead"><xsl:value-of select="key('w','page.checks.lead')"/></p>
    <xsl:call-template name="tools"><xsl:with-param name="id">c</xsl:with-param><xsl:with-param name="hint" select="key('w','page.checks.search')"/></xsl:call-template>
    <div class="tw"><table class="resp sort"><caption class="vh"><xsl:value-of select="key('w','page.checks')"/></caption>
      <thead><tr><th scope="col"><xsl:value-of select="key('w','page.result')"/></th><th scope="col"><xsl:value-of select="key('w','page.check')"/></th><th scope="col"><xsl:value-of select="key('w','page.checks.assertion')"/></th><th scope="col"><xsl:value-of select="key('w','page.checks.seen')"/></th></tr></thead>
      <tbody><xsl:apply-templates select="rule"/></tbody></table></div>
  </section><xsl:text>&#10;</xsl:text>
</xsl:template>

<xsl:template match="rule">
  <tr class="{@mark}" id="rule-{@id}"><xsl:call-template name="result"/><td><span class="m"><xsl:value-of select="@id"/></span></td><xsl:call-template name="judged"/></tr>
</xsl:template>

<!-- A link leads to the card. -->
<xsl:template match="rule[@card]">
  <tr class="{@mark}"><xsl:call-template name="result"/><td><xsl:call-template name="own-link"/></td><xsl:call-template name="judged"/></tr>
</xsl:template>

<xsl:template name="result"><td class="nw"><span class="pill {@mark}"><xsl:call-template name="icon-space"/><xsl:value-of select="@word"/></span></td></xsl:template>

<xsl:template name="own-link"><a class="m" href="#rule-{@id}"><xsl:value-of select="@id"/></a></xsl:template>

<xsl:template name="judged">
  <td class="full"><xsl:value-of select="assertion"/><xsl:if test="@origin | @replaced"><xsl:if test="@origin"><br/><span class="mute"><xsl:call-template name="say"><xsl:with-param name="key">page.site-rule</xsl:with-param><xsl:with-param name="hole" select="string(@origin)"/></xsl:call-template></span></xsl:if><xsl:if test="@replaced"><br/><span class="mute"><xsl:call-template name="say"><xsl:with-param name="key">page.replaced</xsl:with-param><xsl:with-param name="hole" select="string(@replaced)"/></xsl:call-template></span></xsl:if></xsl:if></td>
  <td class="full mute"><xsl:value-of select="seen"/><xsl:if test="@explains"><xsl:call-template name="say"><xsl:with-param name="key">page.checks.explains</xsl:with-param><xsl:with-param name="hole"><a class="m" href="#rule-{@explains}"><xsl:value-of select="@explains"/></a></xsl:with-param></xsl:call-template></xsl:if></td>
</xsl:template>

<xsl:template match="open">
  <section id="open"><h2><xsl:value-of select="key('w','page.open')"/></h2>
    <xsl:variable name="rules" select="../rules/rule[@open]"/>
    <xsl:choose>
      <xsl:when test="not($rules)"><p class="lead"><xsl:value-of select="key('w','page.open.none')"/></p></xsl:when>
      <xsl:otherwise><p class="lead"><xsl:value-of select="key('w','page.open.lead')"/></p>
        <xsl:if test="command"><h3><xsl:value-of select="key('w','page.gather')"/></h3><p class="mute"><xsl:value-of select="key('w','page.gather.lead')"/></p>
          <xsl:apply-templates select="command"/></xsl:if>
        <div class="tw"><table class="resp"><caption class="vh"><xsl:value-of select="key('w','page.open.caption')"/></caption>
          <thead><tr><th scope="col"><xsl:value-of select="key('w','page.check')"/></th><th scope="col"><xsl:value-of select="key('w','page.open.assertion')"/></th><th scope="col"><xsl:value-of select="key('w','page.open.lacks')"/></th></tr></thead>
          <tbody><xsl:for-each select="$rules"><tr>
            <td><xsl:call-template name="own-link"/><xsl:if test="@could-block"><br/><span class="mute"><xsl:value-of select="key('w','page.open.could-block')"/></span></xsl:if></td>
            <td class="full"><xsl:value-of select="assertion"/><xsl:if test="@mark != 'unk'"><span class="mute"><xsl:value-of select="key('w','page.open.some')"/></span></xsl:if></td>
            <td class="full"><xsl:value-of select="lacks"/><xsl:for-each select="broken"><xsl:if test="../lacks or position() > 1"><br/></xsl:if><xsl:call-template name="failed"/><xsl:value-of select="."/><xsl:text> </xsl:text><code><xsl:value-of select="@where"/></code></xsl:for-each></td></tr></xsl:for-each></tbody></table></div>
      </xsl:otherwise></xsl:choose>
  </section><xsl:text>&#10;</xsl:text>
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
      <dt><xsl:value-of select="key('w','page.rules')"/></dt><dd><xsl:value-of select="@rules"/><xsl:if test="@know"><xsl:call-template name="say"><xsl:with-param name="key">page.rules.know</xsl:with-param><xsl:with-param name="hole" select="string(@know)"/></xsl:call-template></xsl:if><xsl:if test="@rules-sha256"><br/><span class="mute">sha256 </span><span class="m"><xsl:value-of select="@rules-sha256"/></span></xsl:if></dd>
      <xsl:if test="replaced"><dt><xsl:value-of select="key('w','page.replaced.all')"/></dt><dd><xsl:for-each select="replaced"><xsl:value-of select="."/><br/></xsl:for-each></dd></xsl:if>
      <xsl:if test="limit"><dt><xsl:value-of select="key('w','page.limits')"/></dt><dd><xsl:for-each select="limit"><xsl:value-of select="."/><br/></xsl:for-each></dd></xsl:if>
      <dt><xsl:value-of select="key('w','page.since')"/></dt><dd><xsl:value-of select="key('w','page.since.none')"/></dd>
      <dt><xsl:value-of select="key('w','page.names')"/></dt><dd><xsl:value-of select="key('w','page.names.text')"/></dd>
      <dt><xsl:value-of select="key('w','page.same-bytes')"/></dt><dd><xsl:value-of select="key('w','page.same-bytes.text')"/></dd>
      <dt><xsl:value-of select="key('w','page.contained')"/></dt><dd><xsl:choose><xsl:when test="@uncontained"><xsl:value-of select="key('w','page.contained.no')"/></xsl:when><xsl:otherwise><xsl:value-of select="key('w','page.contained.yes')"/></xsl:otherwise></xsl:choose></dd>
      <dt><xsl:value-of select="key('w','page.network')"/></dt><dd><xsl:value-of select="key('w','page.network.text')"/></dd>
      <dt><xsl:value-of select="key('w','page.machines')"/></dt><dd><xsl:value-of select="key('w','page.machines.text')"/><xsl:text> </xsl:text><xsl:choose><xsl:when test="../json/@cut"><xsl:value-of select="key('w','page.machines.cut')"/></xsl:when><xsl:otherwise><xsl:value-of select="key('w','page.machines.all')"/></xsl:otherwise></xsl:choose></dd>
    </dl>
    <xsl:if test="damage"><h3><xsl:value-of select="key('w','page.damage')"/></h3><div class="tw"><table class="resp"><caption class="vh"><xsl:value-of select="key('w','page.damage.caption')"/></caption><thead><tr><th scope="col"><xsl:value-of select="key('w','page.damage.file')"/></th><th scope="col" class="num"><xsl:value-of select="key('w','page.damage.line')"/></th><th scope="col"><xsl:value-of select="key('w','page.damage.problem')"/></th></tr></thead>
      <tbody><xsl:for-each select="damage"><tr><td class="full"><code><xsl:if test="@input"><xsl:value-of select="@input"/>!</xsl:if><xsl:value-of select="@path"/></code></td><td class="num" data-l="{key('w','page.damage.line')}"><xsl:value-of select="@line"/></td><td class="full"><xsl:value-of select="."/></td></tr></xsl:for-each></tbody></table></div></xsl:if>
    <xsl:if test="kind"><details class="more"><summary><b><xsl:value-of select="key('w','page.kinds')"/></b></summary><div class="tw"><table class="resp"><caption class="vh"><xsl:value-of select="key('w','page.kinds.caption')"/></caption>
      <thead><tr><th scope="col"><xsl:value-of select="key('w','page.kinds.kind')"/></th><th scope="col"><xsl:value-of select="key('w','page.kinds.collected')"/></th><th scope="col"><xsl:value-of select="key('w','page.kinds.proof')"/></th><th scope="col"><xsl:value-of select="key('w','page.kinds.silences')"/></th></tr></thead>
      <tbody><xsl:for-each select="kind"><tr><th scope="row"><xsl:value-of select="@name"/></th><td class="full"><xsl:call-template name="icon"/><xsl:text> </xsl:text><xsl:value-of select="@words"/></td><td class="full mute"><xsl:value-of select="@proof"/><xsl:if test="command"><xsl:if test="@proof"><br/></xsl:if><code><xsl:value-of select="command"/></code></xsl:if></td>
        <td class="full"><xsl:apply-templates select="silences"/></td></tr></xsl:for-each></tbody></table></div></details></xsl:if>
    <xsl:if test="diagnostic"><details class="more"><summary><b><xsl:value-of select="key('w','page.messages')"/></b></summary><div class="tw"><table class="resp"><caption class="vh"><xsl:value-of select="key('w','page.messages.caption')"/></caption><thead><tr><th scope="col"><xsl:value-of select="key('w','page.messages.severity')"/></th><th scope="col"><xsl:value-of select="key('w','page.messages.where')"/></th><th scope="col"><xsl:value-of select="key('w','page.messages.message')"/></th></tr></thead>
      <tbody><xsl:for-each select="diagnostic"><tr><td><xsl:value-of select="@severity"/></td><td class="full"><code><xsl:value-of select="@where"/></code></td><td class="full"><xsl:value-of select="."/><xsl:text> </xsl:text><span class="mute">[<xsl:value-of select="@id"/>]</span></td></tr></xsl:for-each></tbody></table></div></details></xsl:if>
    <xsl:if test="@more-troubles"><p class="mute"><xsl:value-of select="key('w','page.messages.more')"/></p></xsl:if>
  </section><xsl:text>&#10;</xsl:text>
</xsl:template>

</xsl:stylesheet>
