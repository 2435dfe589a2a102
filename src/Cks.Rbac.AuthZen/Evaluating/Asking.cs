using Cks.Core;

namespace Cks.Rbac.AuthZen;

/// <summary>Who asks: what the caller is bound to, and whether it sees test rows.</summary>
internal sealed record Asking(AuthZenCaller Caller, bool IsTest)
{
    public TenantId Tenant => Caller.Tenant;

    // Sources are told the tenant; that they keep to it is not taken on trust.
    public bool Sees(StoredSubject stored) => stored.Subject.Tenant == Tenant && stored.Subject.IsTest == IsTest;

    public bool Sees(StoredResource stored) => stored.Tenant == Tenant && stored.IsTest == IsTest;
}
