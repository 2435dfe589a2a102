using System.Security.Claims;

namespace Cks.Auth.AspNetCore;

/// <summary>Who came in at <see cref="SessionGate"/>, or why nobody did.</summary>
internal readonly record struct GateOutcome(ClaimsPrincipal? Principal, SessionRefusalReason Reason);
