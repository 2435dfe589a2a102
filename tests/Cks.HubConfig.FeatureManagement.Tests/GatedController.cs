using Microsoft.AspNetCore.Mvc;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.Mvc;

namespace Cks.HubConfig.FeatureManagement.Tests;

/// <summary>As an application has it that knows nothing of Cks.</summary>
[ApiController]
public sealed class GatedController : ControllerBase
{
    [HttpGet("/calendar")]
    [FeatureGate("calendar")]
    public string Calendar() => "calendar";

    [HttpGet("/both")]
    [FeatureGate("messaging", "calendar")]
    public string Both() => "both";

    [HttpGet("/any")]
    [FeatureGate(RequirementType.Any, "reports", "messaging")]
    public string Any() => "any";

    [HttpGet("/none")]
    [FeatureGate("none")]
    public string None() => "none";
}
