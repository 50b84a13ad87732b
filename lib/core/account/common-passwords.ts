/** In lower case. Shorter ones, and those of a few characters over and over, are refused without a list. */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
  1234567890 0123456789 0987654321 9876543210 12345678910 123456789012 1234567891 12345678901
  123456789a 1234567890a a123456789 q123456789 z123456789 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc
  1qaz2wsx3edc4rfv zaq12wsxcde3 qazwsxedcrfv qazwsxedc123 qwertyuiop qwertyuiop123 qwertyuiopasdfghjkl
  qwerty1234 qwerty12345 qwerty123456 qwertyuiop1 qwerty123qwerty asdfghjkl1 asdfghjkl123
  asdfghjklqwertyuiop asdfgh1234 asdf1234asdf zxcvbnm123 zxcvbnmasdfghjkl zxcvbnm1234 qweasdzxc123
  qwe123qwe123 1qazxsw23edc qwertyqwerty qwertzuiop qwertz12345 azertyuiop azerty12345 azerty123456
  1a2b3c4d5e a1b2c3d4e5 abc1234567 abcd123456 abcd12345678 abc123abc123 abcdefghij abcdefghijk
  abcdefg123 abcdefgh123 abcde12345 abcdef123456 aa12345678 aaa111bbb222 11223344556677 1122334455
  1020304050 1234512345 123456123456 12341234abcd 147258369a 1472583690 7894561230 1597534862
  741852963a 3216549870 0147258369 9638527410 1212121212ab 2580258025ab password12 password123
  password1234 password12345 password123456 password01 password2020 password2021 password2022
  password2023 password2024 password2025 password2026 password!! password1! password123! passw0rd12
  passw0rd123 passw0rd1234 p@ssw0rd12 p@ssw0rd123 p@ssword123 p@ssword1234 p@55w0rd123 pa55word123
  pa$$word123 pa$$w0rd123 mypassword mypassword1 mypassword123 thepassword newpassword newpassword1
  newpassword123 passwordpassword password-123 password_123 passwort123 motdepasse123 contrasena123
  changeme123 changeme1234 changemenow changeme2024 changeme2025 changethis1 changeit123 letmein123
  letmein1234 letmeinnow1 letmeinplease welcome123 welcome1234 welcome12345 welcome2024 welcome2025
  welcome2026 welcome123! welcome@123 welcomeback1 admin12345 admin123456 adminadmin1 adminadmin123
  administrator administrator1 administrator123 admin@12345 admin@1234 adminpassword admin123admin
  rootroot123 root123456 rootpassword toor123456 superuser1 superuser123 supersecret supersecret1
  supersecret123 secret1234 secret12345 secret123456 secretpassword topsecret1 topsecret123
  mysecret123 default123 defaultpassword temporary1 temporary123 temppassword temppass123 temp123456
  test123456 test1234567 testtest123 testing123 testing1234 test12345678 testpassword guest12345
  guest123456 user123456 username123 useruser123 demo123456 demodemo123 example123 sample1234
  iloveyou12 iloveyou123 iloveyou1234 iloveyousomuch iloveyouforever loveyou123 lovelove123 sunshine12
  sunshine123 sunshine1234 princess12 princess123 princess1234 football12 football123 football1234
  baseball12 baseball123 basketball basketball1 basketball123 liverpool1 liverpool123 manchester1
  manutd12345 chelsea12345 barcelona1 barcelona123 realmadrid1 juventus123 superman12 superman123
  spiderman1 spiderman123 batman12345 starwars12 starwars123 pokemon123 pokemon1234 minecraft1
  minecraft123 master12345 master123456 dragon12345 dragon123456 monkey12345 monkey123456 shadow12345
  michael123 michelle123 jennifer123 jessica123 charlie123 charlie1234 computer12 computer123
  internet123 samsung123 trustno1trustno1 whatever123 freedom123 killer12345 hello12345 hello123456
  hellohello1 helloworld helloworld1 helloworld123 goodmorning1 blink182blink q1w2e3r4t5 q1w2e3r4t5y6
  zaq1xsw2cde3 !qaz2wsx3edc 1qaz@wsx3edc qwer1234asdf qwer12345678 asdf12345678 zxcv12345678
  poiuytrewq lkjhgfdsa1 mnbvcxz123 steward123 steward1234 stewardsteward clearml123 clearml1234
  clearml12345 allegro123 trains12345 summer2023 summer2024 summer2025 summer2026 winter2023
  winter2024 winter2025 winter2026 spring2024 spring2025 spring2026 autumn2024 autumn2025 autumn2026
  company123 company1234 corporate1 corporate123 office12345 database123 postgres123 postgrespostgres
  oracle12345 server12345 google12345 facebook123 linkedin123 microsoft1 microsoft123 windows123
`
    .trim()
    .split(/\s+/),
);
