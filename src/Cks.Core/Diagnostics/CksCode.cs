namespace Cks.Core;

/// <summary>A kind of mistake that a user can make, with the id under which it is documented.</summary>
/// <param name="Id"><c>CKS</c> and three digits; the page is <c>docs/errors/{Id}.md</c> and <c>cks explain {Id}</c> prints it.</param>
/// <param name="Title">One line that names the mistake.</param>
/// <param name="Severity">How bad it is.</param>
public sealed record CksCode(string Id, string Title, DiagnosticSeverity Severity = DiagnosticSeverity.Error)
{
    /// <summary>The id.</summary>
    public override string ToString() => Id;
}
