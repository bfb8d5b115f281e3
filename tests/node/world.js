// What the world of world.yaml has, as AWS's own clients find it.

import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  InitiateAuthCommand,
  paginateListUserPoolClients,
  paginateListUserPools,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoIdentityClient, ListIdentityPoolsCommand } from '@aws-sdk/client-cognito-identity';

export const BUCKET = 'everybodys-notes';
export const ANA = { username: 'ana', password: 'Secret-of-ana-1', email: 'ana@example.com' };

/** Return the ids that an endpoint gave: of the user pool, its clients by name, the identity pool. */
export async function idsAt(endpoint) {
  const pools = new CognitoIdentityProviderClient(endpoint.config);
  const [{ Id: userPoolId }] = await every(paginateListUserPools({ client: pools }, { MaxResults: 60 }), 'UserPools');
  const pages = paginateListUserPoolClients({ client: pools }, { UserPoolId: userPoolId });
  const clients = {};
  for (const { ClientId, ClientName } of await every(pages, 'UserPoolClients')) {
    const described = await pools.send(new DescribeUserPoolClientCommand({ UserPoolId: userPoolId, ClientId }));
    clients[ClientName] = { id: ClientId, secret: described.UserPoolClient.ClientSecret };
  }
  const identities = new CognitoIdentityClient(endpoint.config);
  const { IdentityPools } = await identities.send(new ListIdentityPoolsCommand({ MaxResults: 60 }));
  return { userPoolId, clients, identityPoolId: IdentityPools[0].IdentityPoolId };
}

/** Sign Ana in through an app client and return her tokens. */
export async function tokensOfAna(endpoint, ClientId) {
  const pools = new CognitoIdentityProviderClient(endpoint.config);
  const AuthParameters = { USERNAME: ANA.username, PASSWORD: ANA.password };
  const asked = new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
  const { AuthenticationResult: tokens } = await pools.send(asked);
  return { id: tokens.IdToken, access: tokens.AccessToken, refresh: tokens.RefreshToken };
}

/** Return what all pages of a list hold. */
export async function every(pages, member) {
  const found = [];
  for await (const page of pages) found.push(...page[member]);
  return found;
}
