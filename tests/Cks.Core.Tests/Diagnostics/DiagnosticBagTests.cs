namespace Cks.Core.Tests;

public sealed class DiagnosticBagTests
{
    private static readonly SourceLocation Place = new("a.json", 3, 5, "/nmae");

    [Fact]
    public void A_warning_alone_does_not_refuse_a_document()
    {
        var bag = new DiagnosticBag();
        bag.Add(CksCodes.AllFields, Place, "Every field is listed.");

        Assert.False(bag.HasErrors);
        bag.ThrowIfErrors();
        Assert.Single(bag);
    }

    [Fact]
    public void An_error_stays_an_error_when_a_warning_follows()
    {
        var bag = new DiagnosticBag();
        bag.Add(CksCodes.NotJson, Place, "Broken.");
        bag.Add(CksCodes.AllFields, Place, "Every field is listed.");

        Assert.True(bag.HasErrors);
        Assert.Equal(2, bag.Count);
    }

    [Fact]
    public void The_exception_lists_every_finding_with_its_place_and_fix()
    {
        var bag = new DiagnosticBag();
        bag.Add(CksCodes.UnknownProperty, Place, "\"nmae\" is not known here.", "Did you mean \"name\"?");
        bag.Add(CksCodes.NotJson, SourceLocation.Whole("b.json"), "Broken.");

        var exception = Assert.Throws<CksConfigurationException>(bag.ThrowIfErrors);

        Assert.Equal(
            string.Join(Environment.NewLine, "CKS106 a.json:3:5 \"nmae\" is not known here. Did you mean \"name\"?", "CKS101 b.json Broken."),
            exception.Message);
        Assert.Equal([CksCodes.UnknownProperty, CksCodes.NotJson], exception.Diagnostics.Select(d => d.Code));
    }

    [Fact]
    public void The_exception_keeps_its_findings_when_the_bag_grows()
    {
        var bag = new DiagnosticBag();
        bag.Add(CksCodes.NotJson, Place, "Broken.");
        var exception = Assert.Throws<CksConfigurationException>(bag.ThrowIfErrors);

        bag.Add(CksCodes.NotJson, Place, "Broken again.");

        Assert.Single(exception.Diagnostics);
    }

    [Fact]
    public void A_mistake_outside_any_document_names_where_it_is()
    {
        var exception = new CksConfigurationException(CksCodes.InvalidSetting, "Cks:Auth:Issuer", "The setting is empty.", "Write the issuer's address.");

        Assert.Equal("CKS109 Cks:Auth:Issuer The setting is empty. Write the issuer's address.", exception.Message);
        Assert.Equal(DiagnosticSeverity.Error, Assert.Single(exception.Diagnostics).Severity);
    }

    [Fact]
    public void A_finding_needs_a_code() => Assert.Throws<ArgumentNullException>(() => new DiagnosticBag().Add(null!, Place, "?"));
}
