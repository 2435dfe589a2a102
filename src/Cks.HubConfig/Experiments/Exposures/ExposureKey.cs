using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>By what an exposure is told once. Units of one name are several where their issuer or their tenant is another one, and somebody of the test class is not in the way of anybody.</summary>
internal readonly record struct ExposureKey(long Revision, string Experiment, string Variant, string Unit, string Issuer, string Tenant, bool IsTest)
{
    public static ExposureKey Of(long revision, Assignment assignment, string unit, DecisionContext who) =>
        new(revision, assignment.Experiment, assignment.Variant ?? "", unit, assignment.Unit == FlagUnit.Tenant ? "" : who.Issuer, who.Tenant.Value ?? "", who.IsTest);
}
