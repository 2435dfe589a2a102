namespace Cks.Testing;

/// <summary>By which profile an application accepts the forge's tokens.</summary>
internal enum IssuerKind
{
    Oidc,
    Rfc9068,
    Clerk,
}
