<?xml version="1.0" encoding="UTF-8"?>
<!-- The results document into junit.xml: valid for Jenkins' junit-10.xsd and for Ant's schema at once (templates/junit.rng).
     Everything is computed by document_cases.c; this only renames and orders. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="xml" encoding="UTF-8" indent="yes"/>

<xsl:template match="/results">
  <testsuites><xsl:apply-templates select="cases/suite"/></testsuites>
</xsl:template>

<xsl:template match="suite">
  <testsuite name="{@name}" package="update-readiness" id="{@id}" timestamp="{../@timestamp}" hostname="localhost"
             tests="{@tests}" failures="{@failures}" errors="{@errors}" skipped="{@skipped}" time="0.000">
    <properties><xsl:for-each select="property"><property name="{@name}" value="{@value}"/></xsl:for-each></properties>
    <xsl:apply-templates select="case"/>
    <system-out><xsl:value-of select="output"/></system-out>
    <system-err/>
  </testsuite>
</xsl:template>

<xsl:template match="case">
  <testcase classname="{@class}" name="{@name}" time="0.000">
    <xsl:choose>
      <xsl:when test="@kind = 'failure'"><failure type="{@type}" message="{@message}"><xsl:value-of select="."/></failure></xsl:when>
      <xsl:when test="@kind = 'error'"><error type="{@type}" message="{@message}"><xsl:value-of select="."/></error></xsl:when>
      <xsl:when test="@kind = 'skipped'"><skipped message="{@message}"><xsl:value-of select="."/></skipped></xsl:when>
    </xsl:choose>
  </testcase>
</xsl:template>

</xsl:stylesheet>
