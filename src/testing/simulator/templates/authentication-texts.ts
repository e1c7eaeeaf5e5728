/** Texts of authentication templates in one language. */
interface Texts {
  code: string;
  advice: string;
  expires: (minutes: string) => string;
  copy: string;
  autofill: string;
}

const english: Texts = {
  code: "*{{1}}* is your verification code.",
  advice: "For your security, do not share this code.",
  expires: (minutes) => `This code expires in ${minutes} minutes.`,
  copy: "Copy code",
  autofill: "Autofill",
};

/** By the first part of the language code. */
const texts: Readonly<Record<string, Texts>> = {
  en: english,
  de: {
    code: "*{{1}}* ist dein Bestätigungscode.",
    advice: "Teile diesen Code zu deiner Sicherheit mit niemandem.",
    expires: (minutes) => `Dieser Code läuft in ${minutes} Minuten ab.`,
    copy: "Code kopieren",
    autofill: "Ausfüllen",
  },
  es: {
    code: "*{{1}}* es tu código de verificación.",
    advice: "Por tu seguridad, no lo compartas.",
    expires: (minutes) => `Este código caduca en ${minutes} minutos.`,
    copy: "Copiar código",
    autofill: "Autocompletar",
  },
  fr: {
    code: "*{{1}}* est votre code de vérification.",
    advice: "Pour votre sécurité, ne le partagez pas.",
    expires: (minutes) => `Ce code expire dans ${minutes} minutes.`,
    copy: "Copier le code",
    autofill: "Remplir",
  },
  pt: {
    code: "*{{1}}* é o seu código de verificação.",
    advice: "Para sua segurança, não o compartilhe.",
    expires: (minutes) => `Este código expira em ${minutes} minutos.`,
    copy: "Copiar código",
    autofill: "Preencher",
  },
};

/** The texts in a language, or in English if the simulator does not have them. */
export const textsIn = (language: string): Texts => texts[language.split("_")[0] ?? ""] ?? english;

/** The body, with or without the security advice. */
export const bodyIn = (language: string, hasAdvice: boolean): string => {
  const { code, advice } = textsIn(language);
  return hasAdvice ? `${code} ${advice}` : code;
};
